package io.compuerta.gateway.privacy;

import io.compuerta.gateway.pipeline.AnswerEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * Restores the texts of one answer as they come. Each text of each choice, and each tool call's arguments, is a stream of
 * its own; what one holds back goes out before its choice ends. Not thread-safe: one an answer.
 */
final class EventRestorer {

    private final Vault vault;
    private final Syntax text;
    private final Map<Key, Held> open = new LinkedHashMap<>();

    /** @param text how the answer's text is to be read */
    EventRestorer(Vault vault, Syntax text) {
        this.vault = vault;
        this.text = text;
    }

    private enum Kind {
        TEXT,
        REASONING,
        REFUSAL,
        ARGUMENTS
    }

    private record Key(Kind kind, int choice, int index) {}

    /** A text under way and how its pieces become events. */
    private record Held(StreamRestorer restorer, Function<String, AnswerEvent> event) {}

    Flux<AnswerEvent> restore(Flux<AnswerEvent> events) {
        return events.concatMapIterable(this::restore, 1).concatWith(Flux.defer(() -> Flux.fromIterable(flushAll())));
    }

    private List<AnswerEvent> restore(AnswerEvent event) {
        return switch (event) {
            case AnswerEvent.Text t when t.logprobs().isPresent() -> textWithLogprobs(t);
            case AnswerEvent.Text t ->
                piece(Kind.TEXT, t.choice(), 0, text, t.text(), piece -> new AnswerEvent.Text(t.choice(), piece));
            case AnswerEvent.Reasoning r ->
                piece(
                        Kind.REASONING,
                        r.choice(),
                        0,
                        Syntax.PLAIN,
                        r.text(),
                        text -> new AnswerEvent.Reasoning(r.choice(), text));
            case AnswerEvent.Refusal r ->
                piece(
                        Kind.REFUSAL,
                        r.choice(),
                        0,
                        Syntax.PLAIN,
                        r.text(),
                        text -> new AnswerEvent.Refusal(r.choice(), text));
            case AnswerEvent.ToolArguments a ->
                piece(
                        Kind.ARGUMENTS,
                        a.choice(),
                        a.index(),
                        Syntax.JSON,
                        a.fragment(),
                        text -> new AnswerEvent.ToolArguments(a.choice(), a.index(), text));
            case AnswerEvent.Finish f -> {
                List<AnswerEvent> out = flush(f.choice());
                out.add(f);
                yield out;
            }
            case AnswerEvent.Begin b -> List.of(b);
            case AnswerEvent.Discarded d -> List.of(d);
            case AnswerEvent.Guarded g -> List.of(g);
            case AnswerEvent.ToolCall c -> List.of(c);
            case AnswerEvent.Usage u -> List.of(u);
            case AnswerEvent.Billed b -> List.of(b);
        };
    }

    private List<AnswerEvent> piece(
            Kind kind, int choice, int index, Syntax syntax, String text, Function<String, AnswerEvent> event) {
        Held held = open.computeIfAbsent(
                new Key(kind, choice, index), key -> new Held(new StreamRestorer(vault, syntax), event));
        String restored = held.restorer().accept(text);
        return restored.isEmpty() ? List.of() : List.of(event.apply(restored));
    }

    /** Log-probabilities go out with their chunk even when its text is held back for a moment. */
    private List<AnswerEvent> textWithLogprobs(AnswerEvent.Text t) {
        List<AnswerEvent> pieces =
                piece(Kind.TEXT, t.choice(), 0, text, t.text(), piece -> new AnswerEvent.Text(t.choice(), piece));
        String restored = pieces.isEmpty() ? "" : ((AnswerEvent.Text) pieces.getFirst()).text();
        return List.of(new AnswerEvent.Text(t.choice(), restored, t.logprobs()));
    }

    private List<AnswerEvent> flush(int choice) {
        List<AnswerEvent> out = new ArrayList<>();
        open.entrySet().removeIf(entry -> entry.getKey().choice() == choice && finish(entry.getValue(), out));
        return out;
    }

    private List<AnswerEvent> flushAll() {
        List<AnswerEvent> out = new ArrayList<>();
        open.values().forEach(held -> finish(held, out));
        open.clear();
        return out;
    }

    private static boolean finish(Held held, List<AnswerEvent> out) {
        String rest = held.restorer().finish();
        if (!rest.isEmpty()) {
            out.add(held.event().apply(rest));
        }
        return true;
    }
}
