package io.compuerta.gateway.classify;

import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ClassifyConfiguration {

    @Bean
    Classifier classifier(DetectorPool pool, GatewayMetrics metrics) {
        return new Classifier(SignalReader.standard(), pool, e -> metrics.degraded(GatewayMetrics.Part.CLASSIFY));
    }
}
