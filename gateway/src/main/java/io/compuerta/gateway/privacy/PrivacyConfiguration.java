package io.compuerta.gateway.privacy;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.InstallationSecret;
import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.observe.GatewayMetrics;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.privacy.PrivacyPolicy;
import io.compuerta.policy.privacy.PrivacyReader;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {

    @Bean
    LiveFile<PrivacyPolicy> privacyFile(ConfigFiles files, Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.PRIVACY,
                (shown, text, former) ->
                        text.map(found -> PrivacyReader.read(shown, found)).orElseGet(PrivacyPolicy::standard),
                PrivacyPolicy::version,
                clock);
    }

    @Bean
    UserPseudonyms userPseudonyms(InstallationSecret secret) {
        return new UserPseudonyms(secret.bytes());
    }

    @Bean
    Privacy privacy(
            LiveFile<PrivacyPolicy> rules,
            DetectorPool pool,
            InstallationSecret secret,
            UserPseudonyms pseudonyms,
            GatewayMetrics metrics) {
        return new Privacy(
                tenant -> rules.get().rules(tenant), pool, secret.bytes(), pseudonyms, metrics::personalData);
    }

    @Bean
    EgressGuard egressGuard(GatewayMetrics metrics) {
        return new EgressGuard(metrics::leakStopped);
    }
}
