package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model that a {@link ModelPool} may load.
 *
 * @param name     in requests; holds no colon
 * @param adapters that may be asked for as {@code name:adapter}
 * @param bytes    that it takes while it is loaded, estimated
 * @param opener   loads it; blocks, for seconds
 */
record PooledModel(String name, List<String> adapters, long bytes, Supplier<ChatEngine> opener) {
    PooledModel {
        adapters = List.copyOf(adapters);
        if (name.isBlank() || name.contains(":")) {
            throw new IllegalArgumentException("a model's name is '" + name + "'; it must have no colon");
        }
    }
}
