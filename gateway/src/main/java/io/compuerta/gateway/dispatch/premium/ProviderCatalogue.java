package io.compuerta.gateway.dispatch.premium;

import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code providers.yaml} says of models, callable or not, and what is known of the embedded engine. */
public final class ProviderCatalogue implements Catalogue {

    private final Map<ModelId, ModelTraits> traits;

    public ProviderCatalogue(List<Provider> providers) {
        Map<ModelId, ModelTraits> all = new HashMap<>();
        for (Provider provider : providers) {
            provider.traits().forEach((model, found) -> all.put(new ModelId(provider.id(), model), found));
        }
        this.traits = Map.copyOf(all);
    }

    @Override
    public Optional<ModelTraits> find(ModelId model) {
        return model.isLocal() ? Optional.of(ModelTraits.EMBEDDED) : Optional.ofNullable(traits.get(model));
    }
}
