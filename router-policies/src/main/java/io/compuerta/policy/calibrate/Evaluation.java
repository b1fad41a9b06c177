package io.compuerta.policy.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How well complexity scores did on requests of which it is known what came.
 *
 * @param rated            how many
 * @param worse            the share of them whose local answer was worse
 * @param fit              distance of forecasts from what came
 * @param calibrationError mean distance of forecast and share in the table's rows, weighted by their size
 * @param table            forecasts by tenths beside what came; empty tenths are left out
 * @param auc              empty when all came out alike
 * @param apgr             empty unless every request has both models' qualities
 * @param threshold        at or below which requests stay here
 * @param localShare       the share at or below the threshold
 * @param worseLocally     the share of those whose local answer was worse; empty when there are none
 * @param baselines        what is reached without a router: by length, where known, and by chance
 */
public record Evaluation(
        int rated,
        double worse,
        Fit fit,
        double calibrationError,
        List<Bin> table,
        OptionalDouble auc,
        OptionalDouble apgr,
        double threshold,
        double localShare,
        OptionalDouble worseLocally,
        List<Baseline> baselines) {

    private static final int BINS = 10;

    /** Forecasts of one tenth: from (included) to (excluded, but 1), how many, their mean, and the share that came. */
    public record Bin(double from, double to, int count, double forecast, double came) {}

    /**
     * Another way to choose.
     *
     * @param brier empty for a way that gives no probability
     */
    public record Baseline(String name, OptionalDouble brier, OptionalDouble auc, OptionalDouble apgr) {}

    public Evaluation {
        table = List.copyOf(table);
        baselines = List.copyOf(baselines);
    }

    /** @param rated at least one */
    public static Evaluation of(List<RatedScore> rated, double threshold) {
        if (rated.isEmpty()) {
            throw new IllegalArgumentException("there is nothing rated to evaluate");
        }
        double worse = rated.stream().mapToDouble(RatedScore::worse).average().orElse(0);
        List<Bin> table = table(rated);
        List<RatedScore> local =
                rated.stream().filter(one -> one.score() <= threshold).toList();
        return new Evaluation(
                rated.size(),
                worse,
                Fit.of(rated),
                table.stream()
                        .mapToDouble(bin -> bin.count() * Math.abs(bin.forecast() - bin.came()) / rated.size())
                        .sum(),
                table,
                Ranking.auc(rated, RatedScore::score),
                Ranking.apgr(rated, RatedScore::score),
                threshold,
                local.size() / (double) rated.size(),
                local.stream().mapToDouble(RatedScore::worse).average(),
                baselines(rated, worse));
    }

    private static List<Bin> table(List<RatedScore> rated) {
        List<Bin> table = new ArrayList<>(BINS);
        for (int i = 0; i < BINS; i++) {
            int tenth = i;
            List<RatedScore> in = rated.stream()
                    .filter(one -> Math.min((int) (one.score() * BINS), BINS - 1) == tenth)
                    .toList();
            if (!in.isEmpty()) {
                table.add(new Bin(
                        i / (double) BINS,
                        (i + 1) / (double) BINS,
                        in.size(),
                        in.stream().mapToDouble(RatedScore::score).average().orElse(0),
                        in.stream().mapToDouble(RatedScore::worse).average().orElse(0)));
            }
        }
        return table;
    }

    private static List<Baseline> baselines(List<RatedScore> rated, double worse) {
        List<Baseline> baselines = new ArrayList<>();
        if (rated.stream().allMatch(one -> one.length().isPresent())) {
            ToDoubleFunction<RatedScore> length = one -> one.length().orElse(0);
            baselines.add(new Baseline(
                    "length", OptionalDouble.empty(), Ranking.auc(rated, length), Ranking.apgr(rated, length)));
        }
        // A constant orders nothing: what chance reaches on average, without drawing lots. It knows the mean, no more.
        ToDoubleFunction<RatedScore> chance = one -> 0;
        double spread =
                Fit.of(rated.stream().map(one -> one.forecast(worse)).toList()).brier();
        baselines.add(new Baseline(
                "random", OptionalDouble.of(spread), Ranking.auc(rated, chance), Ranking.apgr(rated, chance)));
        return baselines;
    }
}
