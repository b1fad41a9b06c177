package io.compuerta.policy.decide;

import java.util.Objects;

/**
 * A model of a provider, written {@code provider/model}. The embedded engine is the provider {@code local}.
 *
 * @param provider the id under {@code providers:}, or {@code local}
 * @param model    the provider's own name; may itself contain slashes
 */
public record ModelId(String provider, String model) {

    public static final String LOCAL_PROVIDER = "local";

    public ModelId {
        if (provider.isBlank() || Objects.requireNonNull(model, "model").isBlank()) {
            throw new IllegalArgumentException(
                    "a model is written provider/model, not '" + provider + "/" + model + "'");
        }
    }

    /** Reads {@code provider/model}; the first slash divides. */
    public static ModelId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new IllegalArgumentException("a model is written provider/model, not '" + text + "'");
        }
        return new ModelId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** A model of the embedded engine. */
    public static ModelId local(String engine) {
        return new ModelId(LOCAL_PROVIDER, engine);
    }

    public boolean isLocal() {
        return provider.equals(LOCAL_PROVIDER);
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
