package io.compuerta.engine.worker;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Operators;

/** An answer that the worker is to give, and how much of it was asked for. */
final class PendingAnswer {

    private final FluxSink<EngineEvent> sink;
    private final AtomicLong credit = new AtomicLong();

    PendingAnswer(FluxSink<EngineEvent> sink) {
        this.sink = sink;
    }

    void credited(long events) {
        credit.accumulateAndGet(events, Operators::addCap);
    }

    /** @throws BrokenProtocol when the worker sends what nobody asked for: it would fill this process's heap */
    void next(EngineEvent event) throws BrokenProtocol {
        if (credit.getAndDecrement() <= 0) {
            throw new BrokenProtocol("it sent an event without credit");
        }
        sink.next(event);
    }

    /** Whether the reader waits for the worker. */
    boolean isDue() {
        return credit.get() > 0;
    }

    void complete() {
        sink.complete();
    }

    void fail(EngineException cause) {
        sink.error(cause);
    }
}
