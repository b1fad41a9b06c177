package io.compuerta.engine.llama;

import io.compuerta.engine.TokenLogprob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens on their way to becoming text: their bytes wait until a character is whole, and the text until it is no part
 * of a stop string. A token's log-probability goes with the piece that holds the token's first character. Those of a
 * stop string and of what follows go nowhere. Not thread-safe.
 */
final class AnswerText {

    /** A piece that can be given out, and the log-probabilities of the tokens that begin in it. */
    record Piece(String text, List<TokenLogprob> logprobs) {}

    /** @param start where the token's text begins, in chars of the answer */
    private record Pending(long start, TokenLogprob logprob) {}

    private final CharacterAssembler characters = new CharacterAssembler();
    private final StopStrings stops;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long assembled;
    private long given;

    AnswerText(List<String> stops) {
        this.stops = new StopStrings(stops);
    }

    /** @param logprob of the token, or null if nobody asked for it */
    Piece add(byte[] bytes, @Nullable TokenLogprob logprob) {
        if (logprob != null) {
            pending.add(new Pending(assembled, logprob));
        }
        String whole = characters.add(bytes);
        assembled += whole.length();
        return piece(stops.add(whole));
    }

    /** Whether a stop string was met: nothing more will come. */
    boolean isStopped() {
        return stops.met();
    }

    /** What was held back, unless a stop string was met. */
    Piece finish() {
        String whole = characters.finish();
        assembled += whole.length();
        String text = stops.add(whole);
        if (stops.met()) {
            return piece(text);
        }
        Piece rest = piece(text + stops.finish());
        List<TokenLogprob> all = new ArrayList<>(rest.logprobs());
        pending.forEach(late -> all.add(late.logprob()));
        pending.clear();
        return new Piece(rest.text(), all);
    }

    private Piece piece(String text) {
        given += text.length();
        if (pending.isEmpty()) {
            return new Piece(text, List.of());
        }
        List<TokenLogprob> logprobs = new ArrayList<>();
        while (!pending.isEmpty() && pending.getFirst().start() < given) {
            logprobs.add(pending.removeFirst().logprob());
        }
        return new Piece(text, logprobs);
    }
}
