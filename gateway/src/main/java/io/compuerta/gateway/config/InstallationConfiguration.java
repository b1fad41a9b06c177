package io.compuerta.gateway.config;

import io.compuerta.gateway.privacy.PrivacySettings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** What several features share: the clock, the JSON mapper, the installation's secret, the configuration files. */
@Configuration(proxyBeanMethods = false)
class InstallationConfiguration {

    @Bean
    Clock clock() {
        return Clock.system(ZoneId.systemDefault());
    }

    /** The gateway's own mapper: wire formats must not change with Spring's settings. */
    @Bean
    WireJson wireJson() {
        return new WireJson(JsonMapper.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build());
    }

    @Bean
    ConfigFiles configFiles(InstallationSettings settings) {
        return settings.files();
    }

    @Bean
    ConfigWatch configWatch(ConfigFiles files, ReloadSettings settings, List<LiveFile<?>> live) {
        return new ConfigWatch(files.directory(), settings, live);
    }

    @Bean
    InstallationSecret installationSecret(PrivacySettings settings) {
        if (!settings.secret().isEmpty()) {
            return new InstallationSecret(settings.secret().getBytes(StandardCharsets.UTF_8), true);
        }
        byte[] drawn = new byte[32];
        new SecureRandom().nextBytes(drawn);
        return new InstallationSecret(drawn, false);
    }
}
