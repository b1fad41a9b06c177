package io.compuerta.policy.signal.complexity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the order of questions inside each benchmark, then the level. Benchmarks were answered by different pairs of models, so
 * the gap's level says more of the pair than of the question: gaps and features are centred within each group before a ridge
 * regression, whose penalty pulls towards "longer is harder" rather than towards nothing. A last logistic step with two
 * or three coefficients turns the order into a probability.
 *
 * @param penalty     on standardized features, against a total example weight of 1
 * @param wordPenalty on hashed words; 0 leaves them out
 */
record RidgeGap(double penalty, double wordPenalty) {

    private static final int STEPS = 100;
    private static final double PRIOR = 0.01;
    private static final Feature[] LONGER_IS_HARDER = {Feature.LENGTH, Feature.WORDS, Feature.COMMAS, Feature.REPETITION
    };

    /** What takes reasoning rather than recall. */
    private static final Feature[] FORMAL_IS_HARDER = {
        Feature.MATH_TERM, Feature.MATH_SYMBOLS, Feature.LEGAL, Feature.PROVE
    };

    /** The model when there is nothing to learn from: longer is harder, at a middling level. */
    private static final double BLIND_SLOPE = 10;

    LinearModel fit(List<TrainingExample> examples) {
        int k = Feature.COUNT;
        double[] weights = weightsOf(examples);
        double[] means = new double[k];
        double[] scales = new double[k];
        RidgeLogit.standardize(examples, weights, means, scales);
        LinearModel frame = new LinearModel(0, means, scales, new double[k], new byte[0], 0);
        double[][] rows = new double[examples.size()][k];
        double[] targets = new double[examples.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < k; j++) {
                rows[i][j] = frame.standardized(j, examples.get(i).value(j));
            }
            targets[i] = examples.get(i).gap();
        }
        center(examples, weights, rows, targets);
        double[] fitted = solve(examples, weights, rows, targets);
        return calibrated(examples, weights, frame, fitted);
    }

    /** What is assumed where no outcome is known; standardized by the given examples, whose gaps are not read. */
    static LinearModel blind(List<TrainingExample> examples) {
        double[] weights = weightsOf(examples);
        double[] means = new double[Feature.COUNT];
        double[] scales = new double[Feature.COUNT];
        RidgeLogit.standardize(examples, weights, means, scales);
        double[] prior = prior(Feature.COUNT);
        for (int j = 0; j < prior.length; j++) {
            prior[j] *= BLIND_SLOPE;
        }
        return new LinearModel(-1, means, scales, prior, new byte[0], 0);
    }

    /** Halfway between counting questions and counting benchmarks; they add up to 1. */
    private static double[] weightsOf(List<TrainingExample> examples) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        examples.forEach(example -> sizes.merge(example.group(), 1, Integer::sum));
        double[] weights = new double[examples.size()];
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 / Math.sqrt(sizes.get(examples.get(i).group()));
            total += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        return weights;
    }

    private static double[] prior(int size) {
        double[] prior = new double[size];
        for (Feature feature : LONGER_IS_HARDER) {
            prior[feature.ordinal()] = PRIOR;
        }
        for (Feature feature : FORMAL_IS_HARDER) {
            prior[feature.ordinal()] = PRIOR;
        }
        return prior;
    }

    private static void center(List<TrainingExample> examples, double[] weights, double[][] rows, double[] targets) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < rows.length; i++) {
            groups.computeIfAbsent(examples.get(i).group(), name -> new ArrayList<>())
                    .add(i);
        }
        for (List<Integer> group : groups.values()) {
            double total = 0;
            double target = 0;
            double[] mean = new double[rows[0].length];
            for (int i : group) {
                total += weights[i];
                target += weights[i] * targets[i];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] += weights[i] * rows[i][j];
                }
            }
            for (int i : group) {
                targets[i] -= target / total;
                for (int j = 0; j < mean.length; j++) {
                    rows[i][j] -= mean[j] / total;
                }
            }
        }
    }

    /** Conjugate gradients on the normal equations; features first, then buckets. */
    private double[] solve(List<TrainingExample> examples, double[] weights, double[][] rows, double[] targets) {
        int k = Feature.COUNT;
        int size = k + (wordPenalty > 0 ? HashedWords.BUCKETS : 0);
        double[] x = prior(size);
        double[] residual = new double[size];
        double[] prior = prior(size);
        double[] errors = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            errors[i] = weights[i] * (targets[i] - predict(x, rows[i], examples.get(i)));
        }
        spread(errors, rows, examples, residual);
        for (int j = 0; j < size; j++) {
            residual[j] -= penaltyOf(j) * (x[j] - prior[j]);
        }
        double[] direction = residual.clone();
        double norm = dot(residual, residual);
        for (int step = 0; step < STEPS && norm > 1e-14; step++) {
            double[] image = new double[size];
            for (int i = 0; i < rows.length; i++) {
                errors[i] = weights[i] * predict(direction, rows[i], examples.get(i));
            }
            spread(errors, rows, examples, image);
            for (int j = 0; j < size; j++) {
                image[j] += penaltyOf(j) * direction[j];
            }
            double length = norm / dot(direction, image);
            for (int j = 0; j < size; j++) {
                x[j] += length * direction[j];
                residual[j] -= length * image[j];
            }
            double next = dot(residual, residual);
            for (int j = 0; j < size; j++) {
                direction[j] = residual[j] + next / norm * direction[j];
            }
            norm = next;
        }
        return x;
    }

    private double penaltyOf(int coefficient) {
        return coefficient < Feature.COUNT ? penalty : wordPenalty;
    }

    private static double predict(double[] x, double[] row, TrainingExample example) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += x[j] * row[j];
        }
        int[] buckets = example.features().buckets();
        if (x.length > row.length && buckets.length > 0) {
            double words = 0;
            for (int bucket : buckets) {
                words += bucket >= 0 ? x[row.length + bucket] : -x[row.length + ~bucket];
            }
            sum += words / Math.sqrt(buckets.length);
        }
        return sum;
    }

    private static void spread(double[] errors, double[][] rows, List<TrainingExample> examples, double[] into) {
        for (int i = 0; i < rows.length; i++) {
            int k = rows[i].length;
            for (int j = 0; j < k; j++) {
                into[j] += errors[i] * rows[i][j];
            }
            int[] buckets = examples.get(i).features().buckets();
            if (into.length > k && buckets.length > 0) {
                double share = errors[i] / Math.sqrt(buckets.length);
                for (int bucket : buckets) {
                    into[k + (bucket >= 0 ? bucket : ~bucket)] += bucket >= 0 ? share : -share;
                }
            }
        }
    }

    /** From order to probability: a bias, a slope, and how much harder more answers make it. */
    private static LinearModel calibrated(
            List<TrainingExample> examples, double[] weights, LinearModel frame, double[] fitted) {
        int k = Feature.COUNT;
        int options = Feature.OPTION_COUNT.ordinal();
        double[] order = new double[k];
        System.arraycopy(fitted, 0, order, 0, k);
        double largest = 1e-12;
        for (int j = k; j < fitted.length; j++) {
            largest = Math.max(largest, Math.abs(fitted[j]));
        }
        byte[] words = new byte[fitted.length - k];
        for (int j = 0; j < words.length; j++) {
            words[j] = (byte) Math.round(127 * fitted[k + j] / largest);
        }
        LinearModel raw = new LinearModel(0, frame.means(), frame.scales(), order, words, largest / 127);
        double[] c = {-1, 1, 0};
        for (int step = 0; step < 20; step++) {
            double[][] hessian = new double[3][3];
            double[] gradient = {0, -1e-4 * c[1], -1e-4 * c[2]};
            hessian[0][0] = 1e-9;
            hessian[1][1] = 1e-4;
            hessian[2][2] = 1e-4;
            for (int i = 0; i < examples.size(); i++) {
                Features features = examples.get(i).features();
                double[] inputs = {1, raw.logit(features), frame.standardized(options, features.values()[options])};
                double p = 1 / (1 + Math.exp(-dot(c, inputs)));
                for (int a = 0; a < 3; a++) {
                    gradient[a] += weights[i] * (examples.get(i).gap() - p) * inputs[a];
                    for (int b = 0; b <= a; b++) {
                        hessian[a][b] += weights[i] * Math.max(p * (1 - p), 1e-3) * inputs[a] * inputs[b];
                    }
                }
            }
            double[] move = RidgeLogit.solve(hessian, gradient);
            for (int a = 0; a < 3; a++) {
                c[a] += move[a];
            }
        }
        double[] scaled = new double[k];
        for (int j = 0; j < k; j++) {
            scaled[j] = c[1] * order[j];
        }
        scaled[options] += c[2];
        return new LinearModel(c[0], frame.means(), frame.scales(), scaled, words, c[1] * largest / 127);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
