package io.compuerta.engine.local;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an embedder over a GGUF file needs to know.
 *
 * @param dataDirectory   where {@code models/} and {@code natives/} are kept
 * @param model           a file, or the name of one in {@code models/}
 * @param nativeDirectory libraries of llama.cpp to use instead of those in the jar, or null
 * @param maxTokens       of a text, at least 16; the rest of a longer one is not read. Cut to what the model was trained for
 * @param threads         of the computation, at least 1
 * @param queueCapacity   calls that may be under way at the same time, waiting ones included; more are refused
 */
public record GgufEmbedderSettings(
        Path dataDirectory, Path model, @Nullable Path nativeDirectory, int maxTokens, int threads, int queueCapacity) {

    /** Enough for a page or two; the attention cache of the texts under way is as long. */
    public static final int DEFAULT_MAX_TOKENS = 2048;

    public GgufEmbedderSettings {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        Objects.requireNonNull(model, "model");
    }
}
