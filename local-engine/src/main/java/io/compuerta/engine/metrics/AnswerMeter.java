package io.compuerta.engine.metrics;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches one answer. Events come one after another; the end may come from any thread, and counts once. */
final class AnswerMeter {

    private final Supplier<@Nullable EngineMeters> meters;
    private final long start = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long first;
    private boolean begun;

    /** @param meters null while the engine has no model, when there is nothing to name the meters by */
    AnswerMeter(Supplier<@Nullable EngineMeters> meters) {
        this.meters = meters;
    }

    void saw(EngineEvent event) {
        if (!begun) {
            begun = true;
            first = System.nanoTime();
            EngineMeters present = meters.get();
            if (present != null) {
                present.firstToken(Duration.ofNanos(first - start));
            }
        }
        if (event instanceof EngineEvent.Finished finished) {
            finished(finished);
        }
    }

    private void finished(EngineEvent.Finished finished) {
        EngineMeters present = end(
                finished.reason() == EngineEvent.FinishReason.LENGTH
                        ? EngineMeters.Outcome.LENGTH
                        : EngineMeters.Outcome.FINISHED);
        if (present == null) {
            return;
        }
        EngineEvent.Timing timing = finished.timing();
        boolean told = !timing.equals(EngineEvent.Timing.NONE);
        if (told) {
            present.queueWait(timing.queued());
        }
        int gaps = finished.usage().completionTokens() - 1;
        if (gaps > 0) {
            Duration decode = told ? timing.decode() : Duration.ofNanos(System.nanoTime() - first);
            present.outputToken(decode.dividedBy(gaps));
        }
    }

    void failed(Throwable failure) {
        end(
                switch (failure) {
                    case EngineException.Overloaded overloaded -> EngineMeters.Outcome.OVERLOADED;
                    case EngineException.ContextExceeded tooLong -> EngineMeters.Outcome.REFUSED;
                    case EngineException.Unsupported unsupported -> EngineMeters.Outcome.REFUSED;
                    default -> EngineMeters.Outcome.FAILED;
                });
    }

    void cancelled() {
        end(EngineMeters.Outcome.CANCELLED);
    }

    private @Nullable EngineMeters end(EngineMeters.Outcome outcome) {
        EngineMeters present = meters.get();
        if (present == null || !ended.compareAndSet(false, true)) {
            return null;
        }
        present.ended(outcome);
        return present;
    }
}
