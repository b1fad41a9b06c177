package io.compuerta.engine.local;

import io.compuerta.engine.model.AdapterCheck;
import io.compuerta.engine.model.GgufCheck;
import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.model.ModelStore;
import io.compuerta.engine.model.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LoRA adapters by name: those of the settings, and the GGUF files of {@code models/adapters/}, named as their files.
 *
 * @param files by name
 */
record Adapters(Map<String, Path> files) {

    private static final Logger LOG = LoggerFactory.getLogger(Adapters.class);
    private static final String NAME = "[A-Za-z0-9._-]{1,100}";

    static Adapters of(EngineSettings settings, ModelStore store) {
        Map<String, Path> files = new TreeMap<>();
        Path directory = store.adapterDirectory();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> there = Files.list(directory)) {
                there.filter(file -> file.toString().endsWith(".gguf")).forEach(file -> {
                    String name = file.getFileName().toString();
                    files.put(name.substring(0, name.length() - ".gguf".length()), file);
                });
            } catch (IOException failure) {
                LOG.warn("{} cannot be read: {}", directory, failure.toString());
            }
        }
        files.putAll(settings.models().adapters());
        files.keySet().removeIf(name -> {
            boolean odd = !name.matches(NAME);
            if (odd) {
                LOG.warn("the adapter '{}' is passed over: names have letters, digits, '.', '_' and '-' only", name);
            }
            return odd;
        });
        return new Adapters(Map.copyOf(files));
    }

    /** Those that were made for a model; the log names the others. */
    Map<String, Path> forModel(StoredModel model) {
        Map<String, Path> fitting = new TreeMap<>();
        if (files.isEmpty()) {
            return fitting;
        }
        try {
            GgufHeader base = GgufCheck.readModel(model.file());
            files.forEach((name, file) -> {
                try {
                    AdapterCheck.read(file, base);
                    fitting.put(name, file);
                } catch (IOException unfit) {
                    LOG.warn("the adapter {} is not offered with {}: {}", name, model.name(), unfit.getMessage());
                }
            });
        } catch (IOException unusable) {
            LOG.warn("{} cannot be read: {}", model.file(), unusable.getMessage());
        }
        return fitting;
    }
}
