package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.TextWatch;
import io.compuerta.policy.signal.output.Watchlist;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The texts of one choice: its answer, its thoughts, its refusal, the arguments of its tool calls. Not thread-safe. */
final class ChoiceWatch {

    private static final int CHARACTERS_A_TOKEN = 4;

    private final int index;
    private final Watchlist list;
    private final boolean json;
    private final List<Watched> texts = new ArrayList<>(2);
    private final Logprobs logprobs = new Logprobs();
    private final Set<LeakKind> flagged = EnumSet.noneOf(LeakKind.class);
    private Optional<LeakKind> cut = Optional.empty();
    private int withheld;
    private boolean over;

    ChoiceWatch(int index, Watchlist list, Syntax text) {
        this.index = index;
        this.list = list;
        this.json = text == Syntax.JSON;
    }

    /** What a text belongs to. */
    enum Part {
        TEXT,
        REASONING,
        REFUSAL,
        ARGUMENTS
    }

    private record Watched(Part part, int call, TextWatch watch) {}

    int index() {
        return index;
    }

    boolean isOver() {
        return over;
    }

    void close() {
        over = true;
    }

    /** What the choice is to be ended for. */
    Optional<LeakKind> cut() {
        return cut;
    }

    Set<LeakKind> flagged() {
        return flagged;
    }

    /**
     * Takes a piece of a text.
     *
     * @param event the event that brought it, which passes as it is when nothing waits
     */
    List<AnswerEvent> accept(Part part, int call, String text, AnswerEvent event) {
        List<AnswerEvent> before = part == Part.REASONING ? List.of() : finishThoughts();
        if (cut.isPresent()) {
            return before;
        }
        TextWatch watch = watch(part, call);
        boolean waited = watch.heldBack() > 0;
        String passed = watch.accept(text);
        note(watch);
        boolean asItIs = !waited && watch.heldBack() == 0 && cut.isEmpty();
        if (event instanceof AnswerEvent.Text said) {
            return joined(before, logprobs.accept(said, passed, asItIs));
        }
        return joined(before, asItIs ? List.of(event) : made(part, call, passed));
    }

    /** What waited and may pass, now that the choice is complete. */
    List<AnswerEvent> finish() {
        List<AnswerEvent> out = new ArrayList<>();
        for (Watched text : texts) {
            out.addAll(finish(text));
            if (cut.isPresent()) {
                break;
            }
        }
        texts.clear();
        return out;
    }

    /** How the choice ends when it was cut. */
    List<AnswerEvent> end(LeakKind kind) {
        close();
        long tokens = ((long) withheld + CHARACTERS_A_TOKEN - 1) / CHARACTERS_A_TOKEN;
        return List.of(
                new AnswerEvent.Guarded(index, kind, LeakAction.CUT, tokens),
                new AnswerEvent.Finish(index, FinishReason.CONTENT_FILTER));
    }

    /** Thoughts precede everything else, so they are complete when something else begins. */
    private List<AnswerEvent> finishThoughts() {
        if (texts.isEmpty() || texts.getFirst().part() != Part.REASONING) {
            return List.of();
        }
        return finish(texts.removeFirst());
    }

    private List<AnswerEvent> finish(Watched text) {
        String rest = text.watch().finish();
        note(text.watch());
        return text.part() == Part.TEXT ? logprobs.pass(index, rest) : made(text.part(), text.call(), rest);
    }

    private void note(TextWatch watch) {
        flagged.addAll(watch.flagged());
        if (watch.isCut()) {
            cut = watch.cut();
            withheld = watch.withheld();
        }
    }

    private TextWatch watch(Part part, int call) {
        for (Watched known : texts) {
            if (known.part() == part && known.call() == call) {
                return known.watch();
            }
        }
        TextWatch made = new TextWatch(list, part == Part.ARGUMENTS || part == Part.TEXT && json);
        Watched watched = new Watched(part, call, made);
        if (part == Part.REASONING) {
            texts.addFirst(watched);
        } else {
            texts.add(watched);
        }
        return made;
    }

    private List<AnswerEvent> made(Part part, int call, String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return List.of(
                switch (part) {
                    case TEXT -> new AnswerEvent.Text(index, text);
                    case REASONING -> new AnswerEvent.Reasoning(index, text);
                    case REFUSAL -> new AnswerEvent.Refusal(index, text);
                    case ARGUMENTS -> new AnswerEvent.ToolArguments(index, call, text);
                });
    }

    private static List<AnswerEvent> joined(List<AnswerEvent> first, List<AnswerEvent> second) {
        if (first.isEmpty()) {
            return second;
        }
        List<AnswerEvent> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
