package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.privacy.Piece;
import java.util.HashSet;
import java.util.Set;

/** What a request says, for an answer that says it too. One a call, on one thread at a time. */
final class RequestTexts {

    private final AnonymizedCall call;
    /** Asked about before: an answer may repeat a thing a thousand times. */
    private final Set<String> held = new HashSet<>();

    RequestTexts(AnonymizedCall call) {
        this.call = call;
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

    private static boolean occurs(String words, ChatRequest request) {
        for (Piece piece : request.pieces()) {
            if (piece.text().contains(words)) {
                return true;
            }
        }
        return false;
    }
}
