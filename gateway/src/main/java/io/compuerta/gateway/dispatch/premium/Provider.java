package io.compuerta.gateway.dispatch.premium;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelTraits;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as {@code providers.yaml} describes it.
 *
 * @param id            first part of its models' ids
 * @param dialect       how it speaks
 * @param baseUrl       address up to and including the version, such as {@code https://api.openai.com/v1}
 * @param apiKey        empty when none is needed, or when the environment lacks it
 * @param keyMissing    an {@code api-key} is configured but its variable is not set: the provider is unavailable
 * @param terms         what it promises for the data
 * @param traits        what its models that may be used can do, by its own names for them, in the file's order
 */
public record Provider(
        String id,
        Dialect dialect,
        URI baseUrl,
        Optional<String> apiKey,
        boolean keyMissing,
        DataTerms terms,
        Map<String, ModelTraits> traits) {

    /** Wire dialects that have an adapter. */
    public enum Dialect {
        /** Chat completions, which most providers speak. */
        OPENAI,
        /** Anthropic's messages. */
        ANTHROPIC;

        /** As {@code providers.yaml} writes it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Provider {
        traits = Collections.unmodifiableMap(new LinkedHashMap<>(traits));
    }

    /** Its models that may be used, in its own names. */
    public List<String> models() {
        return List.copyOf(traits.keySet());
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "Provider[" + id + ", " + baseUrl.getHost() + ", " + models() + "]";
    }
}
