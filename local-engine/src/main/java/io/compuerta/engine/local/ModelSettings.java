package io.compuerta.engine.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which models are served and how long they stay in memory.
 *
 * @param automatic   whether the model to fetch is chosen from the catalogue by this machine's memory and cores
 * @param served      names of further models of the store that requests may name; {@code *} is every one
 * @param budgetBytes that loaded models may take together; 0 is three quarters of the memory
 * @param idleUnload  after which a model that nobody asks for is unloaded; zero keeps it
 * @param adapters    by name, beside those in {@code models/adapters/}
 */
public record ModelSettings(
        boolean automatic, List<String> served, long budgetBytes, Duration idleUnload, Map<String, Path> adapters) {

    /** The configured model and no other. */
    public static final ModelSettings DEFAULT = new ModelSettings(false, List.of(), 0, Duration.ZERO, Map.of());

    public ModelSettings {
        served = List.copyOf(served);
        adapters = Map.copyOf(adapters);
        Objects.requireNonNull(idleUnload, "idleUnload");
        if (budgetBytes < 0) {
            throw new IllegalArgumentException("the memory budget is " + budgetBytes + "; it must not be negative");
        }
        if (idleUnload.isNegative()) {
            throw new IllegalArgumentException("idleUnload is " + idleUnload + "; it must not be negative");
        }
    }

    boolean serves(String name) {
        return served.contains("*") || served.contains(name);
    }
}
