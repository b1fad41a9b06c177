package io.compuerta.gateway.auth;

import io.compuerta.gateway.config.ConfigFiles;
import java.net.InetAddress;
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
    Authenticator authenticator(ConfigFiles files, ServerProperties server) {
        return new Authenticator(keys(files, server.getAddress()));
    }

    private static KeyRing keys(ConfigFiles files, @org.jspecify.annotations.Nullable InetAddress address) {
        Optional<String> text = files.optionalText(ConfigFiles.KEYS);
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
