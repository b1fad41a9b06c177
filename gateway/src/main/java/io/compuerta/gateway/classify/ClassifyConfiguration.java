package io.compuerta.gateway.classify;

import io.compuerta.engine.Embedder;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.share.ShareSteering;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClassifyConfiguration {

    @Bean
    Classifier classifier(
            DetectorPool pool,
            Embedder embedder,
            MeaningSettings settings,
            ShareSteering steering,
            GatewayMetrics metrics) {
        if (settings.enabled()) {
            // Loading takes a second, which no question has.
            embedder.warmUp();
        }
        Meanings meanings = new Meanings(embedder, settings, () -> metrics.degraded(GatewayMetrics.Part.MEANING));
        return new Classifier(
                SignalReader.standard(),
                meanings,
                caller -> steering.threshold(caller.tenant()),
                pool,
                e -> metrics.degraded(GatewayMetrics.Part.CLASSIFY));
    }
}
