package io.compuerta.gateway.config;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the gateway finds and keeps its files.
 *
 * @param configDir holds policies.yaml, providers.yaml, prices.yaml, privacy.yaml and keys.yaml
 * @param dataDir   holds models, the ledger and unpacked native libraries; created when missing
 */
@ConfigurationProperties("compuerta")
public record InstallationSettings(
        @DefaultValue("config") Path configDir,
        @DefaultValue("data") Path dataDir) {

    /** The files of the configuration directory. */
    public ConfigFiles files() {
        return new ConfigFiles(configDir);
    }
}
