package io.compuerta.engine.worker;

import io.compuerta.engine.EngineEvent;
import java.util.function.Consumer;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** An answer on its way out of the worker; it asks its engine for what the gateway gave credit for, and no more. */
final class WorkerAnswer extends BaseSubscriber<EngineEvent> {

    private final long id;
    private final Consumer<ToGateway> out;
    private final Runnable beforeEnd;
    private final Runnable onEnd;

    /**
     * @param beforeEnd sends the engine's state, so that who sees an answer's end sees a state that includes it
     * @param onEnd     forgets this answer
     */
    WorkerAnswer(long id, Consumer<ToGateway> out, Runnable beforeEnd, Runnable onEnd) {
        this.id = id;
        this.out = out;
        this.beforeEnd = beforeEnd;
        this.onEnd = onEnd;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        // Nothing yet: credit comes over the wire.
    }

    @Override
    protected void hookOnNext(EngineEvent event) {
        if (event instanceof EngineEvent.Finished) {
            beforeEnd.run();
        }
        out.accept(new ToGateway.Event(id, event));
    }

    @Override
    protected void hookOnComplete() {
        onEnd.run();
        out.accept(new ToGateway.Done(id));
    }

    @Override
    protected void hookOnError(Throwable cause) {
        onEnd.run();
        beforeEnd.run();
        out.accept(new ToGateway.Failed(id, Failure.of(cause)));
    }
}
