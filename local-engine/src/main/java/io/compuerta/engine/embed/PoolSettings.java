package io.compuerta.engine.embed;

/**
 * The threads of a {@link SentencePool}.
 *
 * @param threads       that use the model at the same time, 1 to 16
 * @param queueCapacity calls that may be under way at the same time, waiting ones included; more are refused
 * @param stackBytes    of each thread; 0 leaves it to the platform
 */
public record PoolSettings(int threads, int queueCapacity, long stackBytes) {

    public PoolSettings {
        require("threads", threads, 1, 16);
        require("queueCapacity", queueCapacity, 1, 100_000);
        require("stackBytes", stackBytes, 0, 1L << 30);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
