package io.compuerta.gateway.cli;

import io.compuerta.engine.EngineHealth;
import io.compuerta.gateway.dispatch.local.LocalModel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells the person at the terminal when the local model is there. */
final class EngineWatch {

    /** A model of the usual size loads in less; a download takes longer and is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final LocalModel model;
    private final Terminal terminal;
    private boolean told;

    EngineWatch(LocalModel model, Terminal terminal) {
        this.model = model;
        this.terminal = terminal;
    }

    /** Gives a model that is only loading the time to do so, so that the first announcement can name it. */
    void awaitLoading() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!model.isAvailable() && System.nanoTime() < end && isUnderWay()) {
            pause(BETWEEN_LOOKS);
        }
        terminal.clear();
        told = model.isAvailable();
    }

    private boolean isUnderWay() {
        return model.health() instanceof EngineHealth.Unavailable(String reason)
                && (reason.contains("is looking for") || reason.contains("is loading"));
    }

    /** Says so once, whenever it comes about. */
    void tellLater() {
        if (!told) {
            Thread.ofVirtual().name("engine-watch").start(this::tell);
        }
    }

    private void tell() {
        while (true) {
            if (model.health() instanceof EngineHealth.Ready ready) {
                terminal.clear();
                terminal.err()
                        .println("compuerta: the local model " + ready.model() + " is ready"
                                + (ready.standIn() ? ", a small stand-in, NOT Qwen" : ""));
                return;
            }
            pause(Duration.ofSeconds(1));
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
