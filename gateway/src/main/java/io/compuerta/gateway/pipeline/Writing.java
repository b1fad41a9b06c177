package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.firewall.Origin;
import java.util.List;

/**
 * What one author wrote in one place, which the firewall judges by itself: the text of a user's or a tool's message, its
 * parts together, or one attached document.
 *
 * @param places where it stands among the request's {@link ChatRequest#pieces()}, in order
 * @param text   the pieces, a line each
 */
public record Writing(Origin origin, List<Integer> places, String text) {

    public Writing {
        places = List.copyOf(places);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Writing[" + origin + ", " + text.length() + " chars]";
    }
}
