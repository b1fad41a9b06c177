package io.compuerta.engine.chat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells thoughts, text and calls of tools apart in what Qwen's models write. */
final class AnswerParts implements AnswerReader {

    private static final String THOUGHT_START = "<think>";
    private static final String THOUGHT_END = "</think>";

    private enum State {
        /** Nothing of the answer was seen yet, or only its thought. */
        START,
        THOUGHT,
        TEXT,
        CALL,
        /** Between calls or behind the last. */
        AFTER_CALL
    }

    private final boolean thinks;
    private final Tools tools;
    private final ToolSyntax syntax;
    private final StringBuilder held = new StringBuilder();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private State state;
    private boolean thought;
    private boolean said;
    private int calls;
    private @Nullable CallReader call;

    /**
     * @param thinks      whether the model marks thoughts
     * @param thoughtOpen whether the prompt ended within a thought
     * @param tools       whose calls are looked for; none when they are not usable
     */
    AnswerParts(boolean thinks, boolean thoughtOpen, Tools tools, ToolSyntax syntax) {
        this.thinks = thinks;
        this.tools = tools;
        this.syntax = syntax;
        this.state = thoughtOpen ? State.THOUGHT : thinks || tools.isUsable() ? State.START : State.TEXT;
        this.thought = thoughtOpen;
    }

    @Override
    public boolean isThinking() {
        return state == State.THOUGHT;
    }

    @Override
    public void read(String text, List<TokenLogprob> more, Consumer<EngineEvent> out) {
        held.append(text);
        logprobs.addAll(more);
        advance(out, false);
    }

    @Override
    public FinishReason finish(FinishReason reason, Consumer<EngineEvent> out) {
        advance(out, true);
        return calls > 0 && reason == FinishReason.STOP ? FinishReason.TOOL_CALLS : reason;
    }

    /** Does what can be done with what is held; at the end, everything. */
    private void advance(Consumer<EngineEvent> out, boolean end) {
        boolean moved = true;
        while (moved) {
            moved = switch (state) {
                case START -> start(end);
                case THOUGHT -> thought(out, end);
                case TEXT -> text(out, end);
                case CALL -> call(out, end);
                case AFTER_CALL -> afterCall(end);
            };
        }
    }

    private boolean start(boolean end) {
        String seen = held.toString().stripLeading();
        if (thinks && seen.startsWith(THOUGHT_START)) {
            drop(held.length() - seen.length() + THOUGHT_START.length());
            thought = true;
            return move(State.THOUGHT);
        }
        if (thinks && seen.startsWith(THOUGHT_END)) {
            // Said by models that were handed an empty thought and close it again.
            drop(held.length() - seen.length() + THOUGHT_END.length());
            thought = true;
            return true;
        }
        boolean undecided = seen.isEmpty()
                || thinks && (THOUGHT_START.startsWith(seen) || THOUGHT_END.startsWith(seen))
                || tools.isUsable() && ToolSyntax.OPEN.startsWith(seen) && !seen.equals(ToolSyntax.OPEN);
        if (undecided && !end) {
            return false;
        }
        if (thought || seen.isEmpty() || tools.isUsable() && seen.startsWith(ToolSyntax.OPEN)) {
            held.setLength(0);
            held.append(seen);
        }
        return move(State.TEXT);
    }

    private boolean thought(Consumer<EngineEvent> out, boolean end) {
        int close = held.indexOf(THOUGHT_END);
        int open = tools.isUsable() ? held.indexOf(ToolSyntax.OPEN) : -1;
        // A model that calls a tool in the middle of a thought has ended it.
        boolean calls = open >= 0 && (close < 0 || open < close);
        if (close >= 0 || calls) {
            int until = calls ? open : close;
            reason(held.substring(0, until).stripTrailing(), out);
            drop(until + (calls ? 0 : THOUGHT_END.length()));
            logprobs.clear();
            said = false;
            return move(State.START);
        }
        int certain = end ? held.length() : certain(true, THOUGHT_END, ToolSyntax.OPEN);
        reason(held.substring(0, certain), out);
        drop(certain);
        logprobs.clear();
        return false;
    }

    private void reason(String text, Consumer<EngineEvent> out) {
        String piece = said ? text : text.stripLeading();
        if (!piece.isEmpty()) {
            said = true;
            out.accept(new EngineEvent.Reasoning(piece));
        }
    }

    private boolean text(Consumer<EngineEvent> out, boolean end) {
        int open = tools.isUsable() ? held.indexOf(ToolSyntax.OPEN) : -1;
        if (open >= 0) {
            say(held.substring(0, open).stripTrailing(), out);
            drop(open + ToolSyntax.OPEN.length());
            logprobs.clear();
            call = CallReader.of(syntax, tools, calls);
            return move(State.CALL);
        }
        int certain = end || !tools.isUsable() ? held.length() : certain(true, ToolSyntax.OPEN);
        if (certain > 0 || !logprobs.isEmpty() && held.isEmpty()) {
            say(held.substring(0, certain), out);
            drop(certain);
        }
        return false;
    }

    private void say(String text, Consumer<EngineEvent> out) {
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            out.accept(new EngineEvent.Text(text, logprobs));
            logprobs.clear();
        }
    }

    private boolean call(Consumer<EngineEvent> out, boolean end) {
        CallReader reader = call;
        if (reader == null) {
            return move(State.TEXT);
        }
        logprobs.clear();
        CallReader.Progress progress = reader.read(held, out, end);
        switch (progress) {
            case MORE -> {
                return false;
            }
            case DONE -> {
                calls++;
                return move(State.AFTER_CALL);
            }
            case MALFORMED -> {
                // Not a call after all: what looked like one is text, and the text goes on behind it.
                say(ToolSyntax.OPEN, out);
                return move(State.TEXT);
            }
        }
        return false;
    }

    private boolean afterCall(boolean end) {
        if (!tools.parallel()) {
            held.setLength(0);
            return false;
        }
        String seen = held.toString().stripLeading();
        boolean undecided = ToolSyntax.OPEN.startsWith(seen) && !seen.equals(ToolSyntax.OPEN);
        if (undecided && !end || seen.isEmpty()) {
            return false;
        }
        held.setLength(0);
        held.append(seen);
        return move(State.TEXT);
    }

    private boolean move(State next) {
        state = next;
        return true;
    }

    private void drop(int count) {
        held.delete(0, count);
    }

    /** How much of what is held cannot be the beginning of a marker or blanks before one. */
    private int certain(boolean keepBlanks, String... markers) {
        int certain = held.length();
        for (String marker : markers) {
            for (int length = Math.min(marker.length() - 1, held.length()); length > 0; length--) {
                if (marker.startsWith(held.substring(held.length() - length))) {
                    certain = Math.min(certain, held.length() - length);
                    break;
                }
            }
        }
        while (keepBlanks && certain > 0 && Character.isWhitespace(held.charAt(certain - 1))) {
            certain--;
        }
        return certain;
    }
}
