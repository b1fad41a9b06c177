package io.compuerta.gateway.cli;

import io.compuerta.gateway.classify.RoutingSettings;
import io.compuerta.gateway.config.ConfigFiles;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.privacy.PrivacyPolicy;
import io.compuerta.policy.privacy.PrivacyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import picocli.CommandLine.Option;

/** The option {@code --config}, the same in every command. */
public final class ConfigOption {

    private final Home home;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = {
                "Directory with policies.yaml, providers.yaml, prices.yaml, privacy.yaml, firewall.yaml,",
                "output.yaml and keys.yaml.",
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

    /** The corrections of complexity scores that a gateway with this configuration has in force. */
    public Calibrations calibrations() {
        StandardEnvironment environment = new StandardEnvironment();
        Path settings = directory().resolve("application.yaml");
        if (Files.isRegularFile(settings)) {
            try {
                new YamlPropertySourceLoader()
                        .load("application.yaml", new FileSystemResource(settings))
                        .forEach(environment.getPropertySources()::addLast);
            } catch (IOException | RuntimeException e) {
                throw new CommandFailure(
                        settings + " cannot be read (" + e.getClass().getSimpleName() + ")");
            }
        }
        return Binder.get(environment)
                .bindOrCreate("compuerta.routing", RoutingSettings.class)
                .calibrations(files());
    }

    /** The rules for personal data that a gateway with this configuration has in force. */
    public PrivacyPolicy privacy() {
        ConfigFiles files = files();
        return files.optionalText(ConfigFiles.PRIVACY)
                .map(text -> PrivacyReader.read(files.shown(ConfigFiles.PRIVACY), text))
                .orElseGet(PrivacyPolicy::standard);
    }

    public ConfigFiles files() {
        return new ConfigFiles(directory());
    }
}
