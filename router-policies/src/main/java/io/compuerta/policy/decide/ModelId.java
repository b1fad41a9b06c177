package io.compuerta.policy.decide;

import java.util.Objects;
import java.util.Optional;

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

    /**
     * Reads {@code provider/model}; the first slash divides.
     *
     * @throws IllegalArgumentException when the text is not of that form
     */
    public static ModelId parse(String text) {
        return find(text)
                .orElseThrow(
                        () -> new IllegalArgumentException("a model is written provider/model, not '" + text + "'"));
    }

    /** Reads {@code provider/model}; empty when the text is not of that form. */
    public static Optional<ModelId> find(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String provider = text.substring(0, slash);
        String model = text.substring(slash + 1);
        return provider.isBlank() || model.isBlank() ? Optional.empty() : Optional.of(new ModelId(provider, model));
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
