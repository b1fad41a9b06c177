package io.compuerta.gateway.cli;

import io.compuerta.engine.EngineHealth;
import io.compuerta.gateway.auth.KeyRing;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Provider;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Rule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * What {@code serve} says when it is ready: where it listens, who answers, and a line to try.
 *
 * @param base       address of the gateway, without {@code /v1}
 * @param devKey     whether the development key works
 * @param local      what the embedded engine can do
 * @param providers  all that are configured
 * @param wanted     models that the policy names
 * @param missing    environment variables that providers.yaml names and nobody set
 * @param config     the configuration directory
 * @param data       the data directory
 */
record Announcement(
        String base,
        boolean devKey,
        EngineHealth local,
        List<Provider> providers,
        Set<ModelId> wanted,
        List<String> missing,
        String config,
        String data,
        Terminal terminal) {

    static Announcement of(ConfigurableApplicationContext gateway, ConfigFiles files, Terminal terminal) {
        ResolvableType policyFile = ResolvableType.forClassWithGenerics(LiveFile.class, PolicyInForce.class);
        LiveFile<PolicyInForce> policy =
                gateway.<LiveFile<PolicyInForce>>getBeanProvider(policyFile).getObject();
        PolicySet policies = policy.get().policies();
        return new Announcement(
                base(gateway),
                files.optionalText(ConfigFiles.KEYS).isEmpty(),
                gateway.getBean(LocalModel.class).health(),
                gateway.getBean(Providers.class).configured(),
                models(policies),
                missing(files),
                files.directory().toString(),
                gateway.getBean(InstallationSettings.class).dataDir().toString(),
                terminal);
    }

    private static String base(ConfigurableApplicationContext gateway) {
        @Nullable InetAddress address = gateway.getBean(ServerProperties.class).getAddress();
        String host = address == null || address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + gateway.getEnvironment().getProperty("local.server.port", "8080");
    }

    private static Set<ModelId> models(PolicySet policies) {
        Set<ModelId> models = new LinkedHashSet<>();
        for (Rule rule : policies.rules()) {
            Stream.concat(Stream.of(rule.target()), rule.fallback().stream())
                    .flatMap(target -> target.models().stream())
                    .filter(model -> !model.isLocal())
                    .forEach(models::add);
        }
        return models;
    }

    private static List<String> missing(ConfigFiles files) {
        Set<String> unset = new LinkedHashSet<>();
        files.optionalText(ConfigFiles.PROVIDERS)
                .ifPresent(text -> ProviderFile.parse(files.shown(ConfigFiles.PROVIDERS), text, name -> {
                    Optional<String> value = Optional.ofNullable(System.getenv(name));
                    if (value.isEmpty()) {
                        unset.add(name);
                    }
                    return value;
                }));
        return List.copyOf(unset);
    }

    void print() {
        String key = devKey ? KeyRing.DEVELOPMENT_KEY : "$COMPUERTA_KEY";
        line("");
        line(terminal.bold("Compuerta is ready."));
        line("");
        row("Base URL", terminal.good(base + "/v1"));
        row(
                "Key",
                devKey
                        ? key + terminal.faint("  (development: this machine only, no limits)")
                        : "one of those in " + config + "/" + ConfigFiles.KEYS);
        List<String> answers = localLines();
        row("Local", answers.getFirst());
        answers.stream().skip(1).forEach(more -> row("", more));
        List<String> premium = premium();
        row("Premium", premium.getFirst());
        premium.stream().skip(1).forEach(more -> row("", more));
        row("Files", config + ", " + data);
        line("");
        line("  Try it:");
        line("    curl " + base + "/v1/chat/completions -H 'Authorization: Bearer " + key + "' \\");
        line("      -H 'Content-Type: application/json' \\");
        line("      -d '{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}]}'");
        line("");
    }

    private List<String> localLines() {
        return switch (local) {
            case EngineHealth.Ready ready
            when ready.standIn() ->
                List.of(
                        terminal.warning(ready.model() + " - a small stand-in, NOT Qwen; expect poor answers"),
                        terminal.faint("get Qwen with: ./compuerta models pull"));
            case EngineHealth.Ready ready ->
                List.of(terminal.good(ready.model()) + ", " + ready.contextTokens() + " tokens of context");
            case EngineHealth.Preparing soon -> List.of(terminal.warning("not yet: ") + soon.reason());
            case EngineHealth.Unavailable none -> List.of(terminal.warning("none yet: ") + none.reason());
        };
    }

    private List<String> premium() {
        List<String> lines = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (Provider provider : providers) {
            provider.models().forEach(model -> known.add(provider.id() + "/" + model));
            String models = provider.models().stream()
                    .map(model -> provider.id() + "/" + model)
                    .collect(Collectors.joining(", "));
            lines.add(
                    provider.keyMissing() ? models + terminal.warning(": unavailable, no key") : terminal.good(models));
        }
        if (!missing.isEmpty()) {
            lines.add(terminal.faint("(set " + String.join(", ", missing) + " to use them)"));
        }
        String unknown = wanted.stream()
                .map(ModelId::toString)
                .filter(model -> !known.contains(model))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            lines.add(unknown + terminal.warning(": unavailable") + ", not in providers.yaml");
        }
        return lines.isEmpty() ? List.of("none configured") : lines;
    }

    private void row(String label, String value) {
        line("  " + terminal.bold(label) + " ".repeat(11 - label.length()) + value);
    }

    private void line(String text) {
        terminal.out().println(text);
    }
}
