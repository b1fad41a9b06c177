package io.compuerta.gateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A YAML file as plain maps and lists; a key that stands twice is an error. */
public final class YamlFile {

    private YamlFile() {}

    public static Map<String, Object> read(Path file) {
        try {
            return map(
                    new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                            .loadFromString(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    @SuppressWarnings("unchecked")
    public static <T> List<T> list(Object node) {
        return (List<T>) node;
    }
}
