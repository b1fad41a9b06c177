package io.compuerta.gateway.auth;

import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.gateway.config.LiveFile;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuthConfiguration {

    private static final Logger log = LoggerFactory.getLogger(AuthConfiguration.class);

    @Bean
    LiveFile<KeyRing> keyFile(ConfigFiles files, ServerProperties server, Clock clock) {
        return new LiveFile<>(
                files,
                ConfigFiles.KEYS,
                (shown, text, former) -> keys(files, text, server.getAddress()),
                KeyRing::version,
                clock);
    }

    @Bean
    Authenticator authenticator(LiveFile<KeyRing> keys) {
        return new Authenticator(keys);
    }

    private static KeyRing keys(
            ConfigFiles files, Optional<String> text, @org.jspecify.annotations.Nullable InetAddress address) {
        if (text.isPresent()) {
            return KeyFile.parse(files.shown(ConfigFiles.KEYS), text.get());
        }
        if (address == null || !address.isLoopbackAddress()) {
            throw new KeysRequired(files.shown(ConfigFiles.KEYS));
        }
        log.debug(
                "no {}: the development key '{}' works, on this machine only",
                files.shown(ConfigFiles.KEYS),
                KeyRing.DEVELOPMENT_KEY);
        return KeyRing.development();
    }

    /** Open to the network without keys: the gateway does not start. */
    static final class KeysRequired extends RuntimeException {
        KeysRequired(String file) {
            super("the gateway is bound beyond loopback but " + file + " is missing; copy config/keys.example.yaml to"
                    + " it and enter your keys' SHA-256, or bind to 127.0.0.1 (server.address)");
        }
    }
}
