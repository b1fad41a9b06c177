package io.compuerta.gateway.egress;

import java.util.concurrent.CompletableFuture;

/** Where it is written down what left. Thread-safe; never blocks the caller. */
public interface EgressBook {

    /**
     * Hands a record over to be written.
     *
     * @param receivedNanos {@link System#nanoTime()} at the request's arrival, for erasures
     * @param awaited       whether somebody waits for it, so that it is written at once and not with the next batch
     * @return done when it is kept, failed when it cannot be. Cancelled before it is written, it is not written.
     */
    CompletableFuture<Void> keep(EgressRecord record, long receivedNanos, boolean awaited);
}
