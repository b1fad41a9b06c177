package io.compuerta.engine.djl;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What the embedder needs to know.
 *
 * @param nativeDirectory where DJL's native library is unpacked; made when needed
 * @param threads         texts embedded at the same time, 1 to 16; each takes one core
 * @param queueCapacity   calls that may be under way at the same time, waiting ones included; more are refused
 */
public record EmbedderSettings(Path nativeDirectory, int threads, int queueCapacity) {

    public static final int DEFAULT_QUEUE_CAPACITY = 64;

    public EmbedderSettings {
        Objects.requireNonNull(nativeDirectory, "nativeDirectory");
        require("threads", threads, 1, 16);
        require("queueCapacity", queueCapacity, 1, 100_000);
    }

    /** One thread on a small machine, two on others: generation needs the cores more. */
    public static int defaultThreads() {
        return Runtime.getRuntime().availableProcessors() > 2 ? 2 : 1;
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
