package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.privacy.Piece;
import java.util.HashSet;
import java.util.Set;

/**
 * What a request says, for an answer that says it too. One a call, on one thread at a time, which may be an event loop: an
 * answer that names very many different things has them looked for until {@link #MOST} characters were read, and from then
 * on they count as not said.
 */
final class RequestTexts {

    /** Some hundredths of a second. */
    private static final long MOST = 50_000_000;

    private final AnonymizedCall call;
    private long left;
    /** Asked about before: an answer may repeat a thing a thousand times. */
    private final Set<String> held = new HashSet<>();

    RequestTexts(AnonymizedCall call) {
        this(call, MOST);
    }

    /** @param most characters of the request that may be read */
    RequestTexts(AnonymizedCall call, long most) {
        this.call = call;
        this.left = most;
    }

    /** Whether the words occur in some text of the request, as the caller wrote it or as it left. */
    boolean hold(String words) {
        if (held.contains(words)) {
            return true;
        }
        boolean found = occurs(words, call.original()) || occurs(words, call.outgoing());
        if (found) {
            held.add(words);
        }
        return found;
    }

    private boolean occurs(String words, ChatRequest request) {
        for (Piece piece : request.pieces()) {
            if (left <= 0) {
                return false;
            }
            left -= piece.text().length();
            if (piece.text().contains(words)) {
                return true;
            }
        }
        return false;
    }
}
