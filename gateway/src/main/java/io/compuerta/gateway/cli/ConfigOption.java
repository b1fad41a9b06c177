package io.compuerta.gateway.cli;

import io.compuerta.gateway.config.ConfigFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, the same in every command. */
public final class ConfigOption {

    private final Home home;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = {
                "Directory with policies.yaml, providers.yaml, prices.yaml and keys.yaml.",
                "Default: config/ beside the launcher, or $COMPUERTA_CONFIG."
            })
    private @Nullable Path directory;

    public ConfigOption(Home home) {
        this.home = home;
    }

    /** The directory given, else the usual one. */
    public Path directory() {
        return Optional.ofNullable(directory).orElse(home.config());
    }

    public ConfigFiles files() {
        return new ConfigFiles(directory());
    }
}
