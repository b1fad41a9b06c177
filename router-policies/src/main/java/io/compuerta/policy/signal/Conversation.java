package io.compuerta.policy.signal;

import java.util.List;

/**
 * A request as the detectors see it: turns of text, independent of the wire dialect that carried them.
 *
 * @param turns    oldest first; empty when the request held no text
 * @param modality the richest content found in any turn
 * @param tools    whether the caller offers tools to the model
 */
public record Conversation(List<Turn> turns, Modality modality, boolean tools) {

    public Conversation {
        turns = List.copyOf(turns);
    }

    /** A conversation of one user turn, as {@code explain} builds from {@code {id, text}}. */
    public static Conversation ofQuestion(String text) {
        return new Conversation(List.of(new Turn(Role.USER, text)), Modality.TEXT, false);
    }

    /** The newest user turn, which is what the person asks now; empty when there is none. */
    public String question() {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).role() == Role.USER) {
                return turns.get(i).text();
            }
        }
        return "";
    }

    /** Characters (UTF-16 units) over all turns. */
    public int length() {
        int sum = 0;
        for (Turn turn : turns) {
            sum += turn.text().length();
        }
        return sum;
    }
}
