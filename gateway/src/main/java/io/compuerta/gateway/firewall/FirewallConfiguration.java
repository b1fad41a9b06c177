package io.compuerta.gateway.firewall;

import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FirewallConfiguration {

    @Bean
    Firewall firewall(DetectorPool pool, GatewayMetrics metrics) {
        return new Firewall(PromptFirewall.standard(), pool, metrics::firewall);
    }
}
