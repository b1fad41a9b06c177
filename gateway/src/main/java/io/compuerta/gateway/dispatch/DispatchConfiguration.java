package io.compuerta.gateway.dispatch;

import io.compuerta.engine.ChatEngine;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.dispatch.cascade.Cascade;
import io.compuerta.gateway.dispatch.cascade.CascadeSettings;
import io.compuerta.gateway.dispatch.local.LocalEngineSettings;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.ChatProvider;
import io.compuerta.gateway.dispatch.premium.Provider;
import io.compuerta.gateway.dispatch.premium.ProviderClients;
import io.compuerta.gateway.dispatch.premium.ProviderFile;
import io.compuerta.gateway.dispatch.premium.ProviderSettings;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.gateway.dispatch.premium.anthropic.AnthropicProvider;
import io.compuerta.gateway.dispatch.premium.openai.OpenAiProvider;
import io.compuerta.gateway.edge.ModelCatalogue;
import io.compuerta.gateway.edge.ModelCatalogue.Entry;
import io.compuerta.gateway.embed.LocalEmbeddings;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.privacy.EgressGuard;
import io.compuerta.policy.yaml.Environment;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

    private static final Environment PROCESS = name -> Optional.ofNullable(System.getenv(name));

    @Bean
    CircuitBreakerRegistry circuitBreakerRegistry(MeterRegistry meters) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
        return breakers;
    }

    @Bean
    Providers providers(
            ConfigFiles files,
            Optional<Environment> environment,
            ProviderSettings settings,
            WireJson json,
            EgressGuard egress,
            CircuitBreakerRegistry breakers) {
        List<Provider> configured = files.optionalText(ConfigFiles.PROVIDERS)
                .map(text -> ProviderFile.parse(files.shown(ConfigFiles.PROVIDERS), text, environment.orElse(PROCESS)))
                .orElse(List.of());
        Function<Provider, ChatProvider> adapter = provider -> switch (provider.dialect()) {
            case OPENAI -> new OpenAiProvider(ProviderClients.of(provider, settings), json.mapper(), egress);
            case ANTHROPIC -> new AnthropicProvider(ProviderClients.of(provider, settings), json.mapper(), egress);
        };
        return new Providers(configured, adapter, settings, breakers);
    }

    @Bean
    LocalModel localModel(ChatEngine engine, LocalEngineSettings settings) {
        return new LocalModel(engine, settings.restartWait());
    }

    @Bean
    ModelLoads modelLoads() {
        return new ModelLoads(System::nanoTime);
    }

    @Bean
    Dispatcher dispatcher(
            LocalModel local, Providers providers, ModelLoads loads, CascadeSettings cascade, GatewayMetrics metrics) {
        return new Dispatcher(local, providers, loads, new Cascade(cascade.deadline()), metrics::fallback);
    }

    /** The gateway's own ids, the local models by their names, then every premium model that can be called. */
    @Bean
    ModelCatalogue modelCatalogue(LocalModel local, LocalEmbeddings embeddings, Providers providers) {
        return new ModelCatalogue(() -> {
            List<Entry> entries = new ArrayList<>(List.of(
                    new Entry("auto", "compuerta"), new Entry("local", "compuerta", local.contextTokens(local.id()))));
            local.ids()
                    .forEach(
                            model -> entries.add(new Entry(model.toString(), "compuerta", local.contextTokens(model))));
            // A chat model may embed too, under the same name.
            embeddings.available().stream()
                    .filter(model -> !local.ids().contains(model))
                    .forEach(model -> entries.add(new Entry(model.toString(), "compuerta")));
            providers.callable().forEach(model -> entries.add(new Entry(model.toString(), model.provider())));
            return entries;
        });
    }
}
