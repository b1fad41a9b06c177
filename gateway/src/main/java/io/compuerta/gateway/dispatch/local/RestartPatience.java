package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks once more when the engine's process died before it said anything (ADR-0006, ADR-0014), as soon as it is back. Who
 * was asked twice in vain is not asked again: a request that kills the engine may do so twice at most. Thread-safe.
 */
final class RestartPatience {

    /** More waiting requests than an engine's queue would take anyway are sent on to the fallback. */
    private static final int MOST_WAITING = 256;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final ChatEngine engine;
    private final Duration limit;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param limit how long a request may wait for the engine; zero never waits */
    RestartPatience(ChatEngine engine, Duration limit) {
        this.engine = engine;
        this.limit = limit;
    }

    Flux<EngineEvent> generate(GenerationRequest request) {
        return engine.generate(request).switchOnFirst((first, events) -> {
            Throwable cause = first.getThrowable();
            return cause instanceof EngineException.Unavailable && mayComeBack()
                    ? events.onErrorResume(again -> back(cause).thenMany(engine.generate(request)))
                    : events;
        });
    }

    /** Ready counts: it may have come back since it failed. */
    private boolean mayComeBack() {
        return !limit.isZero() && (engine.health() instanceof EngineHealth.Ready || isComingBack());
    }

    private boolean isComingBack() {
        return engine.health() instanceof EngineHealth.Preparing state && state.comingBack();
    }

    /** Completes when the engine has come back; fails as before when it has not in time. */
    private Mono<Void> back(Throwable cause) {
        return Mono.defer(() -> {
            if (!isComingBack()) {
                return Mono.empty();
            }
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                return Mono.error(cause);
            }
            // Not from zero on: Reactor may interrupt the thread of a first tick that comes before its timer is known.
            return Flux.interval(BETWEEN_LOOKS)
                    .onBackpressureDrop()
                    .filter(look -> !isComingBack())
                    .next()
                    .timeout(limit, Mono.error(cause))
                    .doFinally(end -> waiting.decrementAndGet())
                    .then();
        });
    }
}
