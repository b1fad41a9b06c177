package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.chat.Grammar;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one answer has to follow, and from where on: at once, or from the first trigger in the text. The library can
 * wait for a trigger itself, but it searches the whole text again at every token, and ends the process when the token that
 * completes the trigger goes on in a way that the rules forbid. So the trigger is looked for here, and the rules see
 * the text from its start on, checked. Owned by the engine's thread.
 */
final class AnswerGrammar implements TokenFilter, AutoCloseable {

    private final LlamaModel model;
    private final String gbnf;
    private final List<byte[]> triggers;
    private final int longestTrigger;
    private byte[] tail = new byte[0];
    private @Nullable GrammarState state;
    private boolean holds;
    private int begunBy = -1;

    private AnswerGrammar(LlamaModel model, Grammar grammar) {
        this.model = model;
        this.gbnf = grammar.gbnf();
        this.triggers = grammar.triggers().stream()
                .map(trigger -> trigger.getBytes(StandardCharsets.UTF_8))
                .filter(trigger -> trigger.length > 0)
                .toList();
        this.longestTrigger =
                triggers.stream().mapToInt(trigger -> trigger.length).max().orElse(0);
        this.holds = triggers.isEmpty();
        this.state = GrammarState.parse(model, gbnf);
    }

    /** @throws EngineException.Unsupported if the grammar cannot be used */
    static AnswerGrammar of(LlamaModel model, Grammar grammar) {
        GbnfCheck.check(grammar.gbnf());
        return new AnswerGrammar(model, grammar);
    }

    /** Whether the rules hold for the next token. */
    boolean holds() {
        return holds;
    }

    /** While {@link #holds}. */
    @Override
    public boolean[] allows(int[] tokens) {
        return state().allows(tokens);
    }

    /** Whether a token that was chosen may stand: false for one that completes a trigger and breaks the rules. */
    boolean admits(int token) {
        if (holds || model.endsGeneration(token)) {
            return true;
        }
        byte[] text = join(tail, model.piece(token));
        int start = trigger(text);
        if (start < 0) {
            return true;
        }
        if (begin(Arrays.copyOfRange(text, start, text.length))) {
            begunBy = token;
            return true;
        }
        closeState();
        return false;
    }

    /** Takes a token that {@link #admits} let pass, and {@link #allows} if the rules hold. */
    void accept(int token) {
        if (holds) {
            state().accept(token);
        } else if (token == begunBy) {
            holds = true;
        } else {
            byte[] text = join(tail, model.piece(token));
            tail = Arrays.copyOfRange(text, Math.max(0, text.length - longestTrigger + 1), text.length);
        }
    }

    /** Lets the rules see the text from the trigger on, in the tokens that the tokenizer makes of it. */
    private boolean begin(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        int position = 0;
        for (int token : model.tokenize(text, false)) {
            byte[] piece = model.piece(token);
            int end = position + piece.length;
            if (end > bytes.length
                    || !Arrays.equals(bytes, position, end, piece, 0, piece.length)
                    || !state().allows(new int[] {token})[0]) {
                return false;
            }
            state().accept(token);
            position = end;
        }
        return position == bytes.length;
    }

    private GrammarState state() {
        GrammarState present = state;
        if (present == null) {
            present = GrammarState.parse(model, gbnf);
            state = present;
        }
        return present;
    }

    /** Where the first trigger starts, or -1. */
    private int trigger(byte[] text) {
        for (int start = 0; start < text.length; start++) {
            for (byte[] trigger : triggers) {
                int end = start + trigger.length;
                if (end <= text.length && Arrays.equals(text, start, end, trigger, 0, trigger.length)) {
                    return start;
                }
            }
        }
        return -1;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void closeState() {
        GrammarState present = state;
        if (present != null) {
            present.close();
            state = null;
        }
    }

    @Override
    public void close() {
        closeState();
    }
}
