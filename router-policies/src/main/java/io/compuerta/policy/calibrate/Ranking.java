package io.compuerta.policy.calibrate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** How well a score orders requests. Equal scores count as a group in no order, so a constant is exactly chance. */
final class Ranking {

    private static final double WORSE = 0.5;

    private Ranking() {}

    /**
     * The chance that a request whose local answer was worse has the higher score than one whose was not (area under the
     * ROC curve, by rank sums).
     *
     * @return empty unless there are requests of both kinds
     */
    static OptionalDouble auc(List<RatedScore> rated, ToDoubleFunction<RatedScore> score) {
        RatedScore[] sorted = sorted(rated, score);
        long positives = 0;
        double rankSum = 0;
        for (int i = 0; i < sorted.length; ) {
            int end = endOfGroup(sorted, i, score);
            // Ranks count from the lowest score, which stands last.
            double rank = sorted.length - (i + end - 1) / 2.0;
            for (int k = i; k < end; k++) {
                if (sorted[k].worse() >= WORSE) {
                    positives++;
                    rankSum += rank;
                }
            }
            i = end;
        }
        long negatives = sorted.length - positives;
        if (positives == 0 || negatives == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives));
    }

    /**
     * The area under the quality gap recovered as a growing share, highest scores first, goes to premium (RouteLLM,
     * arXiv 2406.18665): 0.5 is chance.
     *
     * @return empty unless all have both qualities and premium is better on the whole
     */
    static OptionalDouble apgr(List<RatedScore> rated, ToDoubleFunction<RatedScore> score) {
        double gap = 0;
        for (RatedScore one : rated) {
            if (one.qualities().isEmpty()) {
                return OptionalDouble.empty();
            }
            gap += gain(one);
        }
        if (gap <= 0) {
            return OptionalDouble.empty();
        }
        RatedScore[] sorted = sorted(rated, score);
        double area = 0;
        double recovered = 0;
        for (int i = 0; i < sorted.length; ) {
            int end = endOfGroup(sorted, i, score);
            double before = recovered;
            for (int k = i; k < end; k++) {
                recovered += gain(sorted[k]) / gap;
            }
            area += (before + recovered) / 2 * (end - i) / sorted.length;
            i = end;
        }
        return OptionalDouble.of(area);
    }

    private static double gain(RatedScore one) {
        return one.qualities().map(both -> both.premium() - both.local()).orElse(0.0);
    }

    private static RatedScore[] sorted(List<RatedScore> rated, ToDoubleFunction<RatedScore> score) {
        RatedScore[] sorted = rated.toArray(RatedScore[]::new);
        Arrays.sort(sorted, Comparator.comparingDouble(score).reversed());
        return sorted;
    }

    private static int endOfGroup(RatedScore[] sorted, int start, ToDoubleFunction<RatedScore> score) {
        int end = start + 1;
        while (end < sorted.length
                && Double.compare(score.applyAsDouble(sorted[end]), score.applyAsDouble(sorted[start])) == 0) {
            end++;
        }
        return end;
    }
}
