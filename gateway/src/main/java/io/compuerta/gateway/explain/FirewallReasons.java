package io.compuerta.gateway.explain;

import io.compuerta.policy.signal.firewall.FirewallExplanation;
import java.util.Comparator;
import java.util.List;

/**
 * Why the firewall judged as it did: the gravest stretches of the gravest message, and what weighed most in it. Positions
 * count Unicode code points; nothing of the text is quoted.
 *
 * @param message  index of the gravest message; 0 when nothing was inspected
 * @param windows  gravest first
 * @param features heaviest first
 */
public record FirewallReasons(int message, List<Window> windows, List<Feature> features) {

    static final FirewallReasons NOTHING = new FirewallReasons(0, List.of(), List.of());

    private static final int MOST_WINDOWS = 5;
    private static final int MOST_FEATURES = 8;

    public FirewallReasons {
        windows = List.copyOf(windows);
        features = List.copyOf(features);
    }

    /** A sentence, or a few short ones. */
    public record Window(int start, int end, double score) {}

    /**
     * @param start        first code point of a word; -1 for anything else
     * @param contribution what was added to the logarithm of the odds; above 0 it speaks for an attack
     */
    public record Feature(String name, int start, int end, double contribution) {}

    static FirewallReasons of(int message, String text, FirewallExplanation explained) {
        List<Window> windows = explained.windows().stream()
                .limit(MOST_WINDOWS)
                .map(window -> new Window(points(text, window.start()), points(text, window.end()), window.score()))
                .toList();
        List<Feature> features = explained.contributions().stream()
                .sorted(Comparator.comparingDouble((FirewallExplanation.Contribution part) -> Math.abs(part.weight()))
                        .reversed())
                .limit(MOST_FEATURES)
                .map(part -> new Feature(
                        part.feature(), points(text, part.start()), points(text, part.end()), part.weight()))
                .toList();
        return new FirewallReasons(message, windows, features);
    }

    private static int points(String text, int index) {
        return index < 0 ? -1 : text.codePointCount(0, index);
    }
}
