package io.compuerta.policy.signal.complexity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fits the order of questions inside each benchmark, then the level. Benchmarks were answered by different pairs of models, so
 * the gap's level says more of the pair than of the question: targets and inputs are centred within each group before a ridge
 * regression, whose penalty pulls towards "longer is harder" rather than towards nothing. A last logistic step with two
 * or three coefficients turns the order into a probability.
 *
 * @param penalty on standardized features, against a total example weight of 1
 */
record RidgeGap(double penalty) {

    /** On the numbers of a meaning, which are small: together they have length one. */
    private static final double MEANING_PENALTY = 1.0 / 300;

    private static final double PRIOR = 0.01;
    private static final Feature[] LONGER_IS_HARDER = {Feature.LENGTH, Feature.WORDS, Feature.COMMAS, Feature.REPETITION
    };

    /** What takes reasoning rather than recall. */
    private static final Feature[] FORMAL_IS_HARDER = {
        Feature.MATH_TERM, Feature.MATH_SYMBOLS, Feature.LEGAL, Feature.PROVE
    };

    /** The model when there is nothing to learn from: longer is harder, at a middling level. */
    private static final double BLIND_SLOPE = 10;

    /**
     * Weights of the features alone, with a level.
     *
     * @param examples of any number of groups
     */
    LinearModel fit(List<TrainingExample> examples) {
        double[] weights = weightsOf(examples);
        LinearModel frame = frame(examples, weights);
        double[] order = order(examples, List.of(), weights, frame, QuestionVectors.NONE);
        return calibrated(examples, weights, frame, order);
    }

    /**
     * The direction in which meanings get harder, found together with the weights of the features, so that neither claims
     * what the other explains. Our own examples of fields, which have no outcomes, count as much as all others together.
     *
     * @return null when no example has a meaning
     */
    @Nullable
    SubjectMatter subject(List<TrainingExample> examples, List<TrainingExample> fields, QuestionVectors vectors) {
        double[] weights = weightsOf(examples);
        double[] order = order(examples, fields, weights, frame(examples, weights), vectors);
        double[] direction = java.util.Arrays.copyOfRange(order, Feature.COUNT, order.length);
        double sum = 0;
        double squares = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            Meaning meaning = vectors.of(examples.get(i));
            if (meaning != null) {
                double value = dot(direction, meaning.vector());
                sum += weights[i] * value;
                squares += weights[i] * value * value;
                total += weights[i];
            }
        }
        if (total == 0) {
            return null;
        }
        double mean = sum / total;
        double deviation = Math.sqrt(Math.max(squares / total - mean * mean, 1e-12));
        for (int j = 0; j < direction.length; j++) {
            direction[j] /= deviation;
        }
        return SubjectMatter.along(direction, mean / deviation);
    }

    /** What is assumed where no outcome is known; standardized by the given examples, whose gaps are not read. */
    static LinearModel blind(List<TrainingExample> examples) {
        LinearModel frame = frame(examples, weightsOf(examples));
        double[] prior = prior(Feature.COUNT);
        for (int j = 0; j < prior.length; j++) {
            prior[j] *= BLIND_SLOPE;
        }
        return new LinearModel(-1, frame.means(), frame.scales(), prior);
    }

    private static LinearModel frame(List<TrainingExample> examples, double[] weights) {
        double[] means = new double[Feature.COUNT];
        double[] scales = new double[Feature.COUNT];
        RidgeLogit.standardize(examples, weights, means, scales);
        return new LinearModel(0, means, scales, new double[Feature.COUNT]);
    }

    /** Halfway between counting questions and counting benchmarks; they add up to 1. */
    private static double[] weightsOf(List<TrainingExample> examples) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        examples.forEach(example -> sizes.merge(example.group(), 1, Integer::sum));
        double[] weights = new double[examples.size()];
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 / Math.sqrt(sizes.getOrDefault(examples.get(i).group(), 1));
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

    /** Ridge regression by the normal equations: first the features, then the meaning's numbers when there are vectors. */
    private double[] order(
            List<TrainingExample> examples,
            List<TrainingExample> fields,
            double[] exampleWeights,
            LinearModel frame,
            QuestionVectors vectors) {
        List<TrainingExample> all = new ArrayList<>(examples);
        fields.stream().filter(field -> vectors.of(field) != null).forEach(all::add);
        int own = all.size() - examples.size();
        int size = Feature.COUNT + (vectors.byId().isEmpty() ? 0 : Meaning.DIMENSION);
        double[] weights = new double[all.size()];
        double[] targets = new double[all.size()];
        double[][] rows = new double[all.size()][size];
        double[] prior = prior(size);
        for (int i = 0; i < rows.length; i++) {
            TrainingExample example = all.get(i);
            boolean outcome = i < examples.size();
            weights[i] = outcome ? exampleWeights[i] : 1.0 / own;
            for (int j = 0; outcome && j < Feature.COUNT; j++) {
                rows[i][j] = frame.standardized(j, example.value(j));
            }
            Meaning meaning = vectors.of(example);
            for (int j = Feature.COUNT; meaning != null && j < size; j++) {
                rows[i][j] = meaning.vector()[j - Feature.COUNT];
            }
            targets[i] = example.trouble() - dot(prior, rows[i]);
        }
        double total = own == 0 ? 1 : 2;
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        center(all, weights, rows, targets);
        double[] move = RidgeLogit.solve(normalMatrix(rows, weights), weighted(rows, weights, targets));
        for (int j = 0; j < size; j++) {
            prior[j] += move[j];
        }
        return prior;
    }

    private double[][] normalMatrix(double[][] rows, double[] weights) {
        int size = rows[0].length;
        double[][] matrix = new double[size][size];
        for (int a = 0; a < size; a++) {
            matrix[a][a] = a < Feature.COUNT ? penalty : MEANING_PENALTY;
        }
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            for (int a = 0; a < size; a++) {
                double scaled = weights[i] * row[a];
                double[] line = matrix[a];
                for (int b = 0; scaled != 0 && b <= a; b++) {
                    line[b] += scaled * row[b];
                }
            }
        }
        return matrix;
    }

    private static double[] weighted(double[][] rows, double[] weights, double[] targets) {
        double[] sum = new double[rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += weights[i] * targets[i] * rows[i][j];
            }
        }
        return sum;
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

    /** From order to probability: a bias, a slope, and how much harder more answers make it. */
    private static LinearModel calibrated(
            List<TrainingExample> examples, double[] weights, LinearModel frame, double[] order) {
        int options = Feature.OPTION_COUNT.ordinal();
        LinearModel raw = new LinearModel(0, frame.means(), frame.scales(), order);
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
        double[] scaled = new double[Feature.COUNT];
        for (int j = 0; j < scaled.length; j++) {
            scaled[j] = c[1] * order[j];
        }
        scaled[options] += c[2];
        return new LinearModel(c[0], frame.means(), frame.scales(), scaled);
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double dot(double[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
