package io.compuerta.gateway.observe;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.config.WireJson;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ObserveConfiguration {

    @Bean
    GatewayMetrics gatewayMetrics(MeterRegistry registry) {
        return new GatewayMetrics(registry);
    }

    @Bean
    ShareMeters shareMeters(MeterRegistry registry) {
        return new ShareMeters(registry);
    }

    @Bean
    SmartInitializingSingleton countersOfTheConfiguration(
            GatewayMetrics metrics, Authenticator auth, Providers providers) {
        return () -> metrics.startAtZero(auth.tenants(), providers.callable());
    }

    @Bean
    RequestLog requestLog(WireJson json) {
        return new RequestLog(json.mapper());
    }
}
