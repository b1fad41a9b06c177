package io.compuerta.engine.llama;

import java.util.concurrent.Semaphore;

/** Wakes the engine's thread: rings are remembered, so none between looking and waiting is lost. */
final class Doorbell {

    private final Semaphore rung = new Semaphore(0);

    /** From any thread. */
    void ring() {
        rung.release();
    }

    /** Waits for at least one ring since the last call. */
    void await() {
        rung.acquireUninterruptibly();
        rung.drainPermits();
    }
}
