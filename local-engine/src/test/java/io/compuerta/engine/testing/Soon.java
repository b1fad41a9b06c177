package io.compuerta.engine.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what happens a moment later: a minute at most, and the end of a test's own time limit ends it too. */
public final class Soon {

    private Soon() {}

    /** @param what for the message, when it does not happen */
    public static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(condition);
    }
}
