package io.compuerta.gateway.output;

import io.compuerta.gateway.output.ChoiceWatch.Part;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.Watchlist;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * Watches the texts of one answer as they come, each for itself. A choice that gives something away ends before it; when
 * no choice is left, whoever answers is cancelled. Not thread-safe: one an answer.
 */
final class AnswerWatch {

    private final Watchlist list;
    private final ChatRequest request;
    private final BiConsumer<LeakKind, LeakAction> counter;
    private final Function<Throwable, GatewayError> failure;
    private final Map<Integer, ChoiceWatch> choices = new TreeMap<>();
    private final Set<LeakKind> flagged = EnumSet.noneOf(LeakKind.class);
    private boolean cut;
    /** What a provider answers in one piece has come already, and with it what it cost. */
    private boolean wholeAnswerIsHere;

    private int finished;

    /**
     * @param counter told of each cut, and once of each kind that is flagged
     * @param failure what the caller is told when watching fails
     */
    AnswerWatch(
            Watchlist list,
            ChatRequest request,
            BiConsumer<LeakKind, LeakAction> counter,
            Function<Throwable, GatewayError> failure) {
        this.list = list;
        this.request = request;
        this.counter = counter;
        this.failure = failure;
    }

    Flux<AnswerEvent> watch(Flux<AnswerEvent> events) {
        return events.concatMapIterable(event -> failingClosed(() -> pass(event)), 1)
                .takeUntil(this::nobodyIsLeft)
                .concatWith(Flux.defer(() -> Flux.fromIterable(failingClosed(this::rest))));
    }

    private interface Work {
        List<AnswerEvent> get();
    }

    private List<AnswerEvent> failingClosed(Work work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw failure.apply(e);
        }
    }

    private boolean nobodyIsLeft(AnswerEvent event) {
        return event instanceof AnswerEvent.Finish && ++finished == request.choices() && cut && !wholeAnswerIsHere;
    }

    private List<AnswerEvent> pass(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.Begin b -> {
                wholeAnswerIsHere = !request.stream() && b.origin().route() instanceof Route.Premium;
                yield List.of(b);
            }
            case AnswerEvent.Text t -> piece(choice(t.choice()), Part.TEXT, 0, t.text(), t);
            case AnswerEvent.Reasoning r -> piece(choice(r.choice()), Part.REASONING, 0, r.text(), r);
            case AnswerEvent.Refusal r -> piece(choice(r.choice()), Part.REFUSAL, 0, r.text(), r);
            case AnswerEvent.ToolCall c -> choice(c.choice()).isOver() ? List.of() : List.of(c);
            case AnswerEvent.ToolArguments a -> piece(choice(a.choice()), Part.ARGUMENTS, a.index(), a.fragment(), a);
            case AnswerEvent.Finish f -> finish(choice(f.choice()), f);
            case AnswerEvent.Guarded g -> List.of(g);
            case AnswerEvent.Discarded d -> List.of(d);
            case AnswerEvent.Usage u -> List.of(u);
            case AnswerEvent.Billed b -> List.of(b);
        };
    }

    private ChoiceWatch choice(int index) {
        ChoiceWatch known = choices.get(index);
        if (known == null) {
            known = new ChoiceWatch(index, list, request.answerSyntax());
            choices.put(index, known);
        }
        return known;
    }

    private List<AnswerEvent> piece(ChoiceWatch choice, Part part, int index, String text, AnswerEvent event) {
        if (choice.isOver()) {
            return List.of();
        }
        List<AnswerEvent> passed = choice.accept(part, index, text, event);
        boolean news = choice.cut().isPresent() || !flagged.containsAll(choice.flagged());
        return news ? told(choice, passed) : passed;
    }

    private List<AnswerEvent> finish(ChoiceWatch choice, AnswerEvent.Finish event) {
        if (choice.isOver()) {
            return List.of();
        }
        List<AnswerEvent> out = told(choice, choice.finish());
        if (!choice.isOver()) {
            choice.close();
            out.add(event);
        }
        return out;
    }

    /** The events, with what was found behind them. */
    private List<AnswerEvent> told(ChoiceWatch choice, List<AnswerEvent> passed) {
        List<AnswerEvent> out = new ArrayList<>(passed);
        for (LeakKind kind : choice.flagged()) {
            if (flagged.add(kind)) {
                counter.accept(kind, LeakAction.FLAG);
                out.add(new AnswerEvent.Guarded(choice.index(), kind, LeakAction.FLAG, 0));
            }
        }
        choice.cut().ifPresent(kind -> {
            counter.accept(kind, LeakAction.CUT);
            cut = true;
            out.addAll(choice.end(kind));
        });
        return out;
    }

    /** Whoever answered ended without saying so for some choice. */
    private List<AnswerEvent> rest() {
        List<AnswerEvent> out = new ArrayList<>();
        for (ChoiceWatch choice : choices.values()) {
            if (!choice.isOver()) {
                out.addAll(told(choice, choice.finish()));
                choice.close();
            }
        }
        return out;
    }
}
