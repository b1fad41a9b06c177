package io.compuerta.gateway.cli;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.premium.Provider;
import io.compuerta.gateway.dispatch.premium.ProviderCatalogue;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The local model and every model in providers.yaml, with a key or without: what a policy intends, not the day's state.
 *
 * @param healthy the providers, all of them
 */
public record ConfiguredModels(Catalogue catalogue, Set<String> healthy) {

    public static ConfiguredModels of(ConfigFiles files) {
        List<Provider> providers = files.optionalText(ConfigFiles.PROVIDERS)
                .map(text -> ProviderFile.parse(
                        files.shown(ConfigFiles.PROVIDERS), text, name -> Optional.ofNullable(System.getenv(name))))
                .orElse(List.of());
        Set<String> healthy = providers.stream().map(Provider::id).collect(Collectors.toSet());
        healthy.add(ModelId.LOCAL_PROVIDER);
        return new ConfiguredModels(new ProviderCatalogue(providers), Set.copyOf(healthy));
    }

    public Availability availability() {
        return model -> catalogue.find(model).isPresent();
    }
}
