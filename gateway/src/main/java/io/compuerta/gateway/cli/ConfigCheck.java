package io.compuerta.gateway.cli;

import io.compuerta.gateway.auth.KeyFile;
import io.compuerta.gateway.classify.TextDetectors;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.premium.ProviderCatalogue;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.gateway.firewall.FirewallFile;
import io.compuerta.gateway.output.OutputFile;
import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.privacy.PrivacyReader;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What kind of configuration a file holds, and what its own reader says of it. */
enum ConfigCheck {
    POLICIES(ConfigFiles.POLICIES, "rules|targets") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            var policy = PolicyCompiler.load(name, text, Clock.systemUTC(), catalogue(beside), new TextDetectors());
            return count(policy.document().rules().size(), "rule") + ", "
                    + count(policy.document().targets().size(), "target") + ", "
                    + count(policy.document().tests().size(), "test");
        }
    },
    PROVIDERS(ConfigFiles.PROVIDERS, "providers") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            var providers = ProviderFile.parse(name, text, variable -> Optional.ofNullable(System.getenv(variable)));
            long without = providers.stream().filter(p -> p.keyMissing()).count();
            return count(providers.size(), "provider")
                    + (without == 0 ? "" : ", " + without + " without a key in the environment");
        }
    },
    PRICES(ConfigFiles.PRICES, "prices") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            return "price table " + PriceReader.read(name, text).version();
        }
    },
    KEYS(ConfigFiles.KEYS, "keys") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            KeyFile.parse(name, text);
            return "well formed";
        }
    },
    PRIVACY(ConfigFiles.PRIVACY, "recognizers|allow") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            var privacy = PrivacyReader.read(name, text);
            return "rules " + privacy.version() + ", " + count(privacy.tenants(), "tenant")
                    + " with rules of their own";
        }
    },
    FIREWALL(ConfigFiles.FIREWALL, "origins|remote") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            var firewall = FirewallFile.parse(name, text, variable -> Optional.ofNullable(System.getenv(variable)));
            return count(firewall.ownActions().size(), "rule of your own", "rules of your own") + ", "
                    + count(firewall.tenants().size(), "tenant")
                    + (firewall.remote().isPresent() ? ", a remote guard" : "");
        }
    },
    OUTPUT(ConfigFiles.OUTPUT, "system-prompt|placeholders|phrases") {
        @Override
        String read(String name, String text, ConfigFiles beside) {
            return count(OutputFile.read(name, text).tenants().size(), "tenant") + " with rules of their own";
        }
    };

    private final String fileName;
    private final Pattern sections;

    ConfigCheck(String fileName, String sections) {
        this.fileName = fileName;
        this.sections = Pattern.compile("(?m)^(?:" + sections + ")\\s*:");
    }

    String fileName() {
        return fileName;
    }

    /**
     * Reads the file as the gateway does.
     *
     * @param beside the directory's files, for checks across files
     * @return what is in it, in a few words
     * @throws io.compuerta.policy.yaml.ConfigException with everything that is wrong
     */
    abstract String read(String name, String text, ConfigFiles beside);

    /** What {@code providers.yaml} says of the models; nothing when it is missing or has problems of its own. */
    static Catalogue catalogue(ConfigFiles files) {
        try {
            return files.optionalText(ConfigFiles.PROVIDERS)
                    .<Catalogue>map(text -> new ProviderCatalogue(ProviderFile.parse(
                            files.shown(ConfigFiles.PROVIDERS),
                            text,
                            variable -> Optional.ofNullable(System.getenv(variable)))))
                    .orElse(Catalogue.UNKNOWN);
        } catch (ConfigException e) {
            return Catalogue.UNKNOWN;
        }
    }

    /** By the file's name, such as {@code policies-staging.yaml}, else by what stands in it. */
    static ConfigCheck of(Path file, String text) {
        String name = String.valueOf(file.getFileName());
        for (ConfigCheck check : values()) {
            if (name.startsWith(check.fileName.replace(".yaml", ""))) {
                return check;
            }
        }
        List<ConfigCheck> fitting = List.of(values()).stream()
                .filter(check -> {
                    Matcher section = check.sections.matcher(text);
                    return section.find();
                })
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        throw new CommandFailure("cannot tell what " + file
                + " is; its name must begin with policies, providers, prices, keys, privacy, firewall or output");
    }

    private static String count(int number, String noun) {
        return count(number, noun, noun + "s");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
