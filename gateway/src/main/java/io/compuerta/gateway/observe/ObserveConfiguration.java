package io.compuerta.gateway.observe;

import io.compuerta.gateway.config.WireJson;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ObserveConfiguration {

    @Bean
    GatewayMetrics gatewayMetrics(MeterRegistry registry) {
        return new GatewayMetrics(registry);
    }

    @Bean
    RequestLog requestLog(WireJson json) {
        return new RequestLog(json.mapper());
    }
}
