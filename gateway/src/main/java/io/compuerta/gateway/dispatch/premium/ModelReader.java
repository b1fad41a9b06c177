package io.compuerta.gateway.dispatch.premium;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelTraits;
import io.compuerta.policy.yaml.YamlMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads a provider's {@code models}: names, or mappings that also say what a model can do. */
final class ModelReader {

    private ModelReader() {}

    private record Entry(String name, ModelTraits traits) {}

    /** By the provider's own names, in the order written. */
    static Map<String, ModelTraits> read(YamlMapping provider, DataTerms terms) {
        List<Entry> entries = provider.textsOrMappings(
                "models",
                text -> new Entry(text.value(), ModelTraits.of(terms)),
                model -> new Entry(model.text("name"), traits(model, terms)));
        Map<String, ModelTraits> traits = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (traits.put(entry.name(), entry.traits()) != null) {
                provider.problemAt("models", "the model '" + entry.name() + "' is named twice");
            }
        }
        return traits;
    }

    private static ModelTraits traits(YamlMapping model, DataTerms terms) {
        model.allow("name", "context-tokens", "vision", "tools", "json-schema");
        OptionalInt context = model.optionalInteger("context-tokens", 1, Integer.MAX_VALUE)
                .map(tokens -> OptionalInt.of(tokens.intValue()))
                .orElse(OptionalInt.empty());
        return new ModelTraits(
                context,
                model.optionalFlag("vision"),
                model.optionalFlag("tools"),
                model.optionalFlag("json-schema"),
                terms);
    }
}
