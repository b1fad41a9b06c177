package io.compuerta.policy.signal.firewall;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A text with its disguises taken off.
 *
 * @param views  what to score: first the text as a model reads it, then one reading for each disguise that has to be
 *               guessed (leetspeak, shifted alphabets, reversed writing); never empty
 * @param tricks the disguises found, in the order of {@link Trick}
 */
record NormalizedText(List<String> views, Set<Trick> tricks) {

    NormalizedText {
        views = List.copyOf(views);
        // In one order: reasons and sums must be the same in every run.
        EnumSet<Trick> ordered = EnumSet.noneOf(Trick.class);
        ordered.addAll(tricks);
        tricks = Collections.unmodifiableSet(ordered);
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
