package io.compuerta.engine.local;

import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.engine.model.ModelSource;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the local engine needs to know.
 *
 * @param dataDirectory   where {@code models/} and {@code natives/} are kept; made when needed
 * @param modelFile       a GGUF file that must be used; null looks in {@code models/}, then fetches
 * @param model           what to prefer and to fetch
 * @param mirror          server to fetch from, with the paths of Hugging Face
 * @param download        whether a missing model may be fetched at start-up
 * @param starterModel    whether the starter model may stand in when {@code model} cannot be fetched
 * @param nativeDirectory libraries of llama.cpp to use instead of those in the jar, or null
 * @param contextTokens   prompt and answer of one request together, 256 or more; cut to what the model was trained for.
 *     Each slot holds its own cache of that size: for Qwen3-0.6B 112 KB a token, so 4096 take 450 MB a slot
 * @param slots           requests answered at the same time, 1 to 64
 * @param threads         of the computation, at least 1
 * @param queueCapacity   requests that may wait beyond those; more are refused as overload
 * @param prefixCache     whether a prompt's beginning that a slot still holds is not read again
 * @param firstTokenLimit refuses, as overload, requests whose first token would come later; null sets no limit
 * @param models          further models, and how long they stay in memory
 */
public record EngineSettings(
        Path dataDirectory,
        @Nullable Path modelFile,
        ModelSource model,
        URI mirror,
        boolean download,
        boolean starterModel,
        @Nullable Path nativeDirectory,
        int contextTokens,
        int slots,
        int threads,
        int queueCapacity,
        boolean prefixCache,
        @Nullable Duration firstTokenLimit,
        ModelSettings models) {

    public static final int DEFAULT_CONTEXT_TOKENS = 4096;
    public static final int DEFAULT_SLOTS = 4;
    public static final int DEFAULT_QUEUE_CAPACITY = 32;

    public EngineSettings {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(models, "models");
        String scheme = mirror.getScheme();
        if (!"https".equals(scheme) && !"http".equals(scheme)) {
            throw new IllegalArgumentException("the mirror is '" + mirror + "'; a URL with http or https is expected");
        }
        require("contextTokens", contextTokens, LlamaSettings.LEAST_CONTEXT_TOKENS, 1 << 20);
        require("slots", slots, 1, 64);
        require("threads", threads, 1, 512);
        require("queueCapacity", queueCapacity, 0, 100_000);
        if (firstTokenLimit != null && !firstTokenLimit.isPositive()) {
            throw new IllegalArgumentException(
                    "firstTokenLimit is " + firstTokenLimit + "; a time above zero is allowed, or none");
        }
    }

    /** Everything but the place of the data as it is without configuration. */
    public static EngineSettings defaults(Path dataDirectory) {
        return new EngineSettings(
                dataDirectory,
                null,
                ModelSource.DEFAULT,
                ModelSource.HUGGING_FACE,
                true,
                true,
                null,
                DEFAULT_CONTEXT_TOKENS,
                DEFAULT_SLOTS,
                defaultThreads(),
                DEFAULT_QUEUE_CAPACITY,
                true,
                null,
                ModelSettings.DEFAULT);
    }

    /** One core is left to the event loop; spinning on all of them costs half the speed on a busy machine. */
    public static int defaultThreads() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    public EngineSettings withModelFile(@Nullable Path file) {
        return new EngineSettings(
                dataDirectory,
                file,
                model,
                mirror,
                download,
                starterModel,
                nativeDirectory,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefixCache,
                firstTokenLimit,
                models);
    }

    /** With or without fetching of any kind. */
    public EngineSettings withDownload(boolean allowed) {
        return new EngineSettings(
                dataDirectory,
                modelFile,
                model,
                mirror,
                allowed,
                starterModel && allowed,
                nativeDirectory,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefixCache,
                firstTokenLimit,
                models);
    }

    /** With these further models. */
    public EngineSettings withModels(ModelSettings other) {
        return new EngineSettings(
                dataDirectory,
                modelFile,
                model,
                mirror,
                download,
                starterModel,
                nativeDirectory,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefixCache,
                firstTokenLimit,
                other);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
