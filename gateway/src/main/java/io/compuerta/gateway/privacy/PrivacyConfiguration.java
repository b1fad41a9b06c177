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
    UserPseudonyms userPseudonyms(InstallationSecret secret) {
        return new UserPseudonyms(secret.bytes());
    }

    @Bean
    Privacy privacy(DetectorPool pool, InstallationSecret secret, UserPseudonyms pseudonyms) {
        return new Privacy(new Anonymizer(PiiScanner.standard()::scan), pool, secret.bytes(), pseudonyms);
    }

    @Bean
    EgressGuard egressGuard(GatewayMetrics metrics) {
        return new EgressGuard(metrics::leakStopped);
    }
}
