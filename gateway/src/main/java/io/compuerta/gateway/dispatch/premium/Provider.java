package io.compuerta.gateway.dispatch.premium;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A provider as {@code providers.yaml} describes it.
 *
 * @param id            first part of its models' ids
 * @param dialect       how it speaks
 * @param baseUrl       address up to and including the version, such as {@code https://api.openai.com/v1}
 * @param apiKey        empty when none is needed, or when the environment lacks it
 * @param keyMissing    an {@code api-key} is configured but its variable is not set: the provider is unavailable
 * @param residency     regions where it may process data; empty when not stated
 * @param retentionDays how long it keeps prompts; empty when not stated
 * @param models        its models that may be used, in its own names
 */
public record Provider(
        String id,
        Dialect dialect,
        URI baseUrl,
        Optional<String> apiKey,
        boolean keyMissing,
        List<String> residency,
        Optional<Integer> retentionDays,
        List<String> models) {

    /** Wire dialects that have an adapter. */
    public enum Dialect {
        OPENAI
    }

    public Provider {
        residency = List.copyOf(residency);
        models = List.copyOf(models);
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "Provider[" + id + ", " + baseUrl.getHost() + ", " + models + "]";
    }
}
