package io.compuerta.gateway.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a configuration directory, as text. */
public record ConfigFiles(Path directory) {

    public static final String POLICIES = "policies.yaml";
    public static final String PROVIDERS = "providers.yaml";
    public static final String PRICES = "prices.yaml";
    public static final String KEYS = "keys.yaml";
    public static final String FIREWALL = "firewall.yaml";
    public static final String PRIVACY = "privacy.yaml";
    public static final String OUTPUT = "output.yaml";

    /** A file of the configuration is missing or cannot be read. */
    public static final class Unreadable extends RuntimeException {
        Unreadable(String message) {
            super(message);
        }
    }

    /** The name as messages show it: the path a person can open. */
    public String shown(String name) {
        return directory.resolve(name).toString();
    }

    /** @throws Unreadable when the file is missing */
    public String text(String name) {
        return optionalText(name)
                .orElseThrow(() -> new Unreadable(
                        shown(name) + " is missing; name the directory that holds it with --config DIR"));
    }

    /** Empty when there is no such file. */
    public Optional<String> optionalText(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new Unreadable(file + " is not valid UTF-8");
        } catch (IOException e) {
            throw new Unreadable(file + " cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
