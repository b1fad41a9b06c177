package io.compuerta.gateway.dispatch.cascade;

import io.compuerta.gateway.dispatch.local.WatchedEvent;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.decide.Doubt;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.TokenEstimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Holds back the beginning of a local answer until it can be judged (ADR-0017). A good one is let go, nothing lost and in
 * order; a doubtful one is cancelled, which frees the engine's slot at once, and another model is asked. Streamed and whole
 * answers come the same way, so the verdict is the same. Thread-safe.
 */
public final class Cascade {

    private final Duration deadline;

    /** @param deadline how long an answer that has begun is held back */
    public Cascade(Duration deadline) {
        this.deadline = deadline;
    }

    /** What a cascade needs of whoever runs it. */
    public interface Steps {

        /** Where the local answer comes from, asked once it is there. */
        Origin local();

        /** Asks elsewhere: an answer with its {@link AnswerEvent.Begin}, or an error before it. */
        Flux<AnswerEvent> elsewhere();

        /** The local answer once more, not looked at, with its {@link AnswerEvent.Begin}. */
        Flux<AnswerEvent> again();
    }

    /** Several answers to one request could differ in their verdict, and one of them cannot be taken elsewhere alone. */
    public static boolean canWatch(ChatRequest request) {
        return request.choices() == 1;
    }

    /**
     * @param local the answer to look at; an error before the verdict is an error of the whole, for the fallback to take
     * @return an answer with its {@link AnswerEvent.Begin}
     */
    public Flux<AnswerEvent> watch(Flux<WatchedEvent> local, ChatRequest request, Doubt doubt, Steps steps) {
        return Flux.defer(() -> {
            Gate gate = new Gate(new Window(doubt, isFreeText(request)), request, steps);
            return Flux.mergeDelayError(1, signals(local, gate), gate.bell(deadline))
                    // Delayed, because what is held must go out before an error that follows it.
                    .concatMapDelayError(signal -> Flux.fromIterable(gate.pass(signal)), true, 1)
                    .takeUntil(AnswerEvent.Discarded.class::isInstance)
                    .concatWith(Flux.defer(gate::rest));
        });
    }

    private static Flux<Signal> signals(Flux<WatchedEvent> local, Gate gate) {
        return local.<Signal>map(Signal.Event::new)
                .concatWith(Mono.just(new Signal.End()))
                .doOnError(e -> gate.close());
    }

    private static boolean isFreeText(ChatRequest request) {
        return request.get("response_format").path("type").asString("text").equals("text");
    }

    private sealed interface Signal {
        record Event(WatchedEvent event) implements Signal {}

        record End() implements Signal {}

        record Bell() implements Signal {}
    }

    /** One answer's way through. Signals come one at a time. */
    private static final class Gate {

        private final Window window;
        private final ChatRequest request;
        private final Steps steps;
        private final Sinks.Empty<Void> begun = Sinks.empty();
        private final Sinks.Empty<Void> closed = Sinks.empty();
        private Optional<CascadeVerdict> verdict = Optional.empty();

        private Gate(Window window, ChatRequest request, Steps steps) {
            this.window = window;
            this.request = request;
            this.steps = steps;
        }

        /** Rings when the time is over, which runs from the first event: waiting for a slot is no reason to give up. */
        private Flux<Signal> bell(Duration deadline) {
            return begun.asMono()
                    .then(Mono.delay(deadline))
                    .<Signal>map(time -> new Signal.Bell())
                    .takeUntilOther(closed.asMono())
                    .flux();
        }

        private void close() {
            closed.tryEmitEmpty();
        }

        private List<AnswerEvent> pass(Signal signal) {
            if (verdict.isPresent()) {
                return signal instanceof Signal.Event(WatchedEvent watched)
                        ? watched.event().map(List::of).orElse(List.of())
                        : List.of();
            }
            begun.tryEmitEmpty();
            verdict = switch (signal) {
                case Signal.Event(WatchedEvent watched) -> window.add(watched);
                case Signal.End end -> Optional.of(window.end());
                case Signal.Bell bell -> Optional.of(window.giveUp());
            };
            return verdict.map(this::decided).orElse(List.of());
        }

        private List<AnswerEvent> decided(CascadeVerdict reached) {
            close();
            return reached.isEscalated() ? List.of(discarded()) : shown(reached);
        }

        private List<AnswerEvent> shown(CascadeVerdict reached) {
            List<AnswerEvent> events = new ArrayList<>();
            events.add(new AnswerEvent.Begin(steps.local().withCascade(reached)));
            events.addAll(window.held());
            return events;
        }

        private AnswerEvent.Discarded discarded() {
            return window.usage()
                    .map(counted -> new AnswerEvent.Discarded(steps.local().route(), counted, TokenCount.REPORTED))
                    .orElseGet(() -> new AnswerEvent.Discarded(
                            steps.local().route(),
                            TokenUsage.of(TokenEstimate.of(request.conversation()), window.tokens()),
                            TokenCount.ESTIMATED));
        }

        /** What follows the local answer: nothing, or the answer from elsewhere. */
        private Flux<AnswerEvent> rest() {
            return verdict.filter(CascadeVerdict::isEscalated)
                    .map(this::elsewhere)
                    .orElseGet(Flux::empty);
        }

        private Flux<AnswerEvent> elsewhere(CascadeVerdict why) {
            return steps.elsewhere()
                    .map(event -> judged(event, why))
                    .switchOnFirst(
                            (first, events) -> first.isOnError() ? events.onErrorResume(e -> back(why)) : events);
        }

        /** Nobody else could answer: the doubtful answer is better than none. */
        private Flux<AnswerEvent> back(CascadeVerdict why) {
            if (window.isComplete()) {
                return Flux.<AnswerEvent>just(
                                new AnswerEvent.Discarded(steps.local().route(), TokenUsage.NONE, TokenCount.REPORTED))
                        .concatWith(Flux.fromIterable(shown(CascadeVerdict.PREMIUM_FAILED)));
            }
            return steps.again().map(event -> judged(event, why));
        }

        /** The fallbacks of a rule may answer locally or outside. */
        private static AnswerEvent judged(AnswerEvent event, CascadeVerdict why) {
            return event instanceof AnswerEvent.Begin(Origin origin)
                    ? new AnswerEvent.Begin(origin.withCascade(
                            origin.route() instanceof Route.Local ? CascadeVerdict.PREMIUM_FAILED : why))
                    : event;
        }
    }
}
