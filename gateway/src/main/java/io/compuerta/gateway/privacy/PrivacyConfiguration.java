package io.compuerta.gateway.privacy;

import io.compuerta.gateway.config.InstallationSecret;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.signal.pii.PiiScanner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {

    @Bean
    Privacy privacy(DetectorPool pool, InstallationSecret secret) {
        return new Privacy(new Anonymizer(PiiScanner.standard()::scan), pool, secret.bytes());
    }

    @Bean
    EgressGuard egressGuard(GatewayMetrics metrics) {
        return new EgressGuard(metrics::leakStopped);
    }
}
