package io.compuerta.gateway.classify;

import io.compuerta.engine.Embedder;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.decide.PolicyInForce;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.calibrate.Calibrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClassifyConfiguration {

    @Bean
    Calibrations calibrations(RoutingSettings settings, ConfigFiles files) {
        return settings.calibrations(files);
    }

    @Bean
    Classifier classifier(
            DetectorPool pool,
            Embedder embedder,
            MeaningSettings settings,
            Calibrations calibrations,
            LiveFile<PolicyInForce> policy,
            GatewayMetrics metrics) {
        if (settings.enabled()) {
            // Loading takes a second, which no question has.
            embedder.warmUp();
        }
        Meanings meanings = new Meanings(embedder, settings, () -> metrics.degraded(GatewayMetrics.Part.MEANING));
        return new Classifier(
                SignalReader.standard(),
                meanings,
                calibrations,
                caller -> policy.get().steering().threshold(caller.tenant()),
                pool,
                e -> metrics.degraded(GatewayMetrics.Part.CLASSIFY));
    }
}
