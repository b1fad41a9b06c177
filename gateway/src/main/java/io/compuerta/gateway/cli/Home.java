package io.compuerta.gateway.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * The directories that commands use unless told otherwise.
 *
 * @param config policies, providers, prices and keys
 * @param data   models, the ledger, unpacked libraries
 */
public record Home(Path config, Path data) {

    /** Beside the launcher, or where the environment says. */
    static Home ofProcess(Map<String, String> environment) {
        Path base = Path.of(System.getProperty("compuerta.home", "."));
        return new Home(
                directory(environment.get("COMPUERTA_CONFIG"), base.resolve("config")),
                directory(environment.get("COMPUERTA_DATA"), base.resolve("data")));
    }

    private static Path directory(@org.jspecify.annotations.Nullable String chosen, Path usual) {
        return shown(chosen == null || chosen.isBlank() ? usual : Path.of(chosen));
    }

    /** As a person standing in the working directory would write it. */
    static Path shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return there.startsWith(here) && !there.equals(here) ? here.relativize(there) : there;
    }
}
