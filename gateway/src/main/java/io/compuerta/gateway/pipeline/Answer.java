package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.Signals;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;

/**
 * An answer under way. Nothing is called before the events are subscribed to, once; cancelling them releases the
 * provider's connection or the engine's slot.
 *
 * @param signals what the router saw; empty for a cache hit, which is not routed
 * @param decided what the policy said, known before anybody is called; empty for a cache hit, whose origin tells it
 * @param events  starts with {@link AnswerEvent.Begin}; an error before it means that no candidate answered
 */
public record Answer(
        AnonymizedCall call, Optional<Signals> signals, Optional<Decided> decided, Flux<AnswerEvent> events) {

    /** The rule that fired, and the version of its policy. */
    public record Decided(String rule, String policy) {}

    public Answer(AnonymizedCall call, Optional<Signals> signals, Flux<AnswerEvent> events) {
        this(call, signals, Optional.empty(), events);
    }

    public Answer mapEvents(UnaryOperator<Flux<AnswerEvent>> change) {
        return new Answer(call, signals, decided, change.apply(events));
    }
}
