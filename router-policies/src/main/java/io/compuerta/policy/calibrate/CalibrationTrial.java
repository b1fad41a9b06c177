package io.compuerta.policy.calibrate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Whether a curve fitted to a tenant's ratings would serve it better, tried on requests the curve has not seen: five
 * folds, each scored by the curve of the other four.
 *
 * @param rated    how many requests
 * @param curve    fitted to all of them
 * @param before   the shipped scores
 * @param after    the scores of the curves that had not seen them
 * @param gain     how much the Brier score falls
 * @param gainError the standard error of {@code gain}
 */
public record CalibrationTrial(int rated, PlattCurve curve, Fit before, Fit after, double gain, double gainError) {

    private static final int FOLDS = 5;

    /**
     * Tries it. The same requests give the same folds, in whatever order they come.
     *
     * @param rated at least two
     */
    public static CalibrationTrial of(List<RatedScore> rated) {
        if (rated.size() < 2) {
            throw new IllegalArgumentException("a trial needs at least two rated requests, not " + rated.size());
        }
        List<RatedScore> after = new ArrayList<>(rated.size());
        double sum = 0;
        double squares = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            PlattCurve curve = PlattCurve.fit(
                    rated.stream().filter(one -> fold(one) != out).toList());
            for (RatedScore one : rated) {
                if (fold(one) == out) {
                    RatedScore corrected = one.forecast(curve.of(one.score()));
                    after.add(corrected);
                    double gain = Fit.squared(one) - Fit.squared(corrected);
                    sum += gain;
                    squares += gain * gain;
                }
            }
        }
        double mean = sum / rated.size();
        double variance = Math.max(0, squares / rated.size() - mean * mean);
        return new CalibrationTrial(
                rated.size(),
                PlattCurve.fit(rated),
                Fit.of(rated),
                Fit.of(after),
                mean,
                Math.sqrt(variance / (rated.size() - 1)));
    }

    /** Whether scores got better by more than chance would have it, in both measures. */
    public boolean helps() {
        return gain > gainError && after.logLoss() < before.logLoss();
    }

    private static int fold(RatedScore one) {
        CRC32 hash = new CRC32();
        hash.update(one.id().getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % FOLDS);
    }
}
