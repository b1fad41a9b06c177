package io.compuerta.policy.signal.firewall;

import java.util.List;
import java.util.Objects;

/**
 * Why a text got its verdict: which stretches are grave and what weighed most. Holds positions and names of rules, ideas
 * and disguises, never the text itself, so it may be logged. Immutable.
 *
 * @param verdict       what {@link PromptFirewall#inspect} says of the same text
 * @param undisguised   whether the text was read as it stands. If not, positions of words are unknown, and windows are
 *                      its sentences judged each by itself; when none of them is grave alone, the whole text is the window
 * @param windows       the sentences of the text (short ones joined), gravest first. They do not overlap and together
 *                      cover the text, so an offending one can be cut out; look at what is left again, since rows of
 *                      sentences and the whole text count too. Empty only for text without words
 * @param contributions what weighed most in the score, for or against, the heaviest first
 */
public record FirewallExplanation(
        FirewallVerdict verdict, boolean undisguised, List<Window> windows, List<Contribution> contributions) {

    static final FirewallExplanation NOTHING =
            new FirewallExplanation(FirewallVerdict.CLEAN, true, List.of(), List.of());

    public FirewallExplanation {
        windows = List.copyOf(windows);
        contributions = List.copyOf(contributions);
    }

    /**
     * A stretch of the original text.
     *
     * @param start first UTF-16 offset
     * @param end   offset behind the last, never the same as {@code start}
     * @param score what the whole text would get if this were its gravest sentence; for disguised text, what the
     *              stretch gets by itself. Compare it with the verdict's threshold
     */
    public record Window(int start, int end, double score) {

        public Window {
            if (start < 0 || end <= start) {
                throw new IllegalArgumentException("a window must hold something, not " + start + ".." + end);
            }
        }
    }

    /**
     * A feature, or all features of a word together, and what they add to the score's logarithmic odds. All of a text
     * sum up to the odds against the threshold of its origin.
     *
     * @param feature {@code rule:name}, {@code idea:name}, {@code ideas:name+name} (two ideas close together),
     *                {@code disguise:name}, {@code word} (with its letters and neighbours), {@code length} (the allowance
     *                for long texts), {@code base} (what a text has from the start)
     * @param start   first UTF-16 offset of a word in the original text; -1 for anything else and for disguised text
     * @param end     offset behind the word; -1 likewise
     * @param weight  above zero speaks for an attack, below against
     */
    public record Contribution(String feature, int start, int end, double weight) {

        public Contribution {
            Objects.requireNonNull(feature, "feature");
        }
    }
}
