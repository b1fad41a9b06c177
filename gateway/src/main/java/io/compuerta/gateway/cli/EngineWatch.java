package io.compuerta.gateway.cli;

import io.compuerta.engine.EngineHealth;
import io.compuerta.gateway.dispatch.local.LocalModel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Tells the person at the terminal what becomes of a local model that was not there yet when the gateway opened. */
final class EngineWatch {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final LocalModel model;
    private final Terminal terminal;

    EngineWatch(LocalModel model, Terminal terminal) {
        this.model = model;
        this.terminal = terminal;
    }

    /** Says so once, whenever it comes about; nothing when there was nothing to wait for. */
    void tellLater() {
        if (model.health() instanceof EngineHealth.Preparing) {
            Thread.ofVirtual().name("engine-watch").start(this::tell);
        }
    }

    private void tell() {
        while (model.health() instanceof EngineHealth.Preparing) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        terminal.clear();
        terminal.err().println("compuerta: " + outcome(model.health()));
    }

    private static String outcome(EngineHealth health) {
        return switch (health) {
            case EngineHealth.Ready ready ->
                "the local model " + ready.model() + " is ready"
                        + (ready.standIn() ? ", a small stand-in, NOT Qwen" : "");
            case EngineHealth.Preparing soon -> soon.reason();
            case EngineHealth.Unavailable none -> "no local model: " + none.reason();
        };
    }
}
