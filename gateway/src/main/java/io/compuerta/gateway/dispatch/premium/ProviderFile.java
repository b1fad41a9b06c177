package io.compuerta.gateway.dispatch.premium;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import io.compuerta.policy.yaml.Environment;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code providers.yaml}. */
public final class ProviderFile {

    private static final List<String> DIALECTS =
            Stream.of(Provider.Dialect.values()).map(Provider.Dialect::word).toList();

    private ProviderFile() {}

    /** @throws io.compuerta.policy.yaml.ConfigException naming each problem with its line */
    public static List<Provider> parse(String fileName, String text, Environment environment) {
        YamlDocument document = YamlDocument.parse(fileName, text);
        List<Provider> providers = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlMapping entry :
                document.root().allow("version", "providers").version(1).mappings("providers")) {
            entry.allow(
                    "id",
                    "dialect",
                    "base-url",
                    "api-key",
                    "residency",
                    "retention",
                    "retention-days",
                    "training",
                    "models");
            String id = entry.text("id");
            if (id.equals(ModelId.LOCAL_PROVIDER) || id.contains("/")) {
                entry.problemAt(
                        "id", "'" + id + "' cannot be a provider's id: 'local' is the embedded engine, '/' divides");
            }
            if (!ids.add(id)) {
                entry.problemAt("id", "the id '" + id + "' is used twice");
            }
            Optional<String> dialect = entry.optionalWord("dialect", DIALECTS);
            if (!entry.has("dialect")) {
                entry.problem(entry.position(), "missing key 'dialect'");
            }
            Optional<URI> baseUrl = baseUrl(entry, environment);
            Optional<String> apiKey =
                    entry.substituted("api-key", environment).map(String::strip).filter(key -> !key.isEmpty());
            DataTerms terms = TermsReader.read(entry);
            Map<String, ModelTraits> traits = ModelReader.read(entry, terms);
            if (entry.isSound() && dialect.isPresent() && baseUrl.isPresent()) {
                boolean keyMissing = entry.has("api-key") && apiKey.isEmpty();
                Provider.Dialect spoken = Provider.Dialect.values()[DIALECTS.indexOf(dialect.get())];
                providers.add(new Provider(id, spoken, baseUrl.get(), apiKey, keyMissing, terms, traits));
            }
        }
        return document.orThrow(() -> List.copyOf(providers));
    }

    private static Optional<URI> baseUrl(YamlMapping entry, Environment environment) {
        if (!entry.has("base-url")) {
            entry.problem(entry.position(), "missing key 'base-url'");
            return Optional.empty();
        }
        Optional<String> text = entry.substituted("base-url", environment);
        try {
            URI url = URI.create(text.orElse("").replaceAll("/+$", ""));
            if (("https".equals(url.getScheme()) || "http".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            // Reported below with what is allowed.
        }
        entry.problemAt("base-url", "'base-url' must be an http or https address, such as https://api.openai.com/v1");
        return Optional.empty();
    }
}
