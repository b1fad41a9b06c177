package io.compuerta.policy.decide;

import java.util.Optional;

/** What is known of models before anyone calls them. Implementations are thread-safe and give the same answer each time. */
@FunctionalInterface
public interface Catalogue {

    /** Nothing is known but the embedded engine. */
    Catalogue UNKNOWN = model -> model.isLocal() ? Optional.of(ModelTraits.EMBEDDED) : Optional.empty();

    /** Empty for a model that nobody configured. */
    Optional<ModelTraits> find(ModelId model);

    /** {@link ModelTraits#UNKNOWN} for a model that nobody configured. */
    default ModelTraits traits(ModelId model) {
        return find(model).orElse(ModelTraits.UNKNOWN);
    }
}
