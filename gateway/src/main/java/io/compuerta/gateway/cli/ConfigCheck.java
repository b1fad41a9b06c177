package io.compuerta.gateway.cli;

import io.compuerta.gateway.auth.KeyFile;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.rule.PolicyCompiler;
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
        String read(String name, String text) {
            var policy = PolicyCompiler.compile(name, text, Clock.systemUTC());
            return count(policy.document().rules().size(), "rule") + ", "
                    + count(policy.document().targets().size(), "target") + ", "
                    + count(policy.document().tests().size(), "test");
        }
    },
    PROVIDERS(ConfigFiles.PROVIDERS, "providers") {
        @Override
        String read(String name, String text) {
            var providers = ProviderFile.parse(name, text, variable -> Optional.ofNullable(System.getenv(variable)));
            long without = providers.stream().filter(p -> p.keyMissing()).count();
            return count(providers.size(), "provider")
                    + (without == 0 ? "" : ", " + without + " without a key in the environment");
        }
    },
    PRICES(ConfigFiles.PRICES, "prices") {
        @Override
        String read(String name, String text) {
            return "price table " + PriceReader.read(name, text).version();
        }
    },
    KEYS(ConfigFiles.KEYS, "keys") {
        @Override
        String read(String name, String text) {
            KeyFile.parse(name, text);
            return "well formed";
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
     * @return what is in it, in a few words
     * @throws io.compuerta.policy.yaml.ConfigException with everything that is wrong
     */
    abstract String read(String name, String text);

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
        throw new CommandFailure(
                "cannot tell what " + file + " is; its name must begin with policies, providers, prices or keys");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
