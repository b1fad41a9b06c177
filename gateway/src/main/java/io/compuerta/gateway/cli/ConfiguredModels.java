package io.compuerta.gateway.cli;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The local model and every model in providers.yaml, with a key or without: what a policy intends, not the day's state. */
public final class ConfiguredModels {

    private ConfiguredModels() {}

    public static Availability of(ConfigFiles files) {
        Set<ModelId> configured = files
                .optionalText(ConfigFiles.PROVIDERS)
                .map(text -> ProviderFile.parse(
                        files.shown(ConfigFiles.PROVIDERS), text, name -> Optional.ofNullable(System.getenv(name))))
                .orElse(List.of())
                .stream()
                .flatMap(provider -> provider.models().stream().map(model -> new ModelId(provider.id(), model)))
                .collect(Collectors.toSet());
        return model -> model.isLocal() || configured.contains(model);
    }
}
