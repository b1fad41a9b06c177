package io.compuerta.policy.signal.firewall;

import java.util.List;
import java.util.Set;

/**
 * A text with its disguises taken off.
 *
 * @param views  what to score: first the text as a model reads it, then one reading for each disguise that has to be
 *               guessed (leetspeak, shifted alphabets, reversed writing); never empty
 * @param tricks the disguises found
 */
record NormalizedText(List<String> views, Set<Trick> tricks) {

    NormalizedText {
        views = List.copyOf(views);
        tricks = Set.copyOf(tricks);
    }

    /** The text as a model reads it. */
    String plain() {
        return views.getFirst();
    }

    /** Names sizes and disguises only: the text belongs to the user. */
    @Override
    public String toString() {
        return "NormalizedText[" + views.size() + " views, " + plain().length() + " chars, " + tricks + "]";
    }
}
