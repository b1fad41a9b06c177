package io.compuerta.policy.signal.complexity;

import java.util.List;

/**
 * Logistic regression with a quadratic penalty, by Newton's method. Targets may be any numbers from -1 to 1: the loss
 * {@code log(1 + e^z) - y z} stays convex, and its minimum makes the probability follow the expected gap.
 */
final class RidgeLogit {

    private static final int STEPS = 12;

    private RidgeLogit() {}

    /**
     * Fits.
     *
     * @param weights how much each example counts
     * @param penalty on standardized weights, against a total example weight of 1
     */
    static LinearModel fit(List<TrainingExample> examples, double[] weights, double penalty) {
        int n = examples.size();
        int k = Feature.COUNT;
        double[] means = new double[k];
        double[] scales = new double[k];
        standardize(examples, weights, means, scales);
        double[][] rows = new double[n][k + 1];
        LinearModel frame = new LinearModel(0, means, scales, new double[k]);
        double total = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < k; j++) {
                rows[i][j] = frame.standardized(j, examples.get(i).value(j));
            }
            rows[i][k] = 1;
            total += weights[i];
        }
        double[] beta = new double[k + 1];
        for (int step = 0; step < STEPS; step++) {
            double[][] hessian = new double[k + 1][k + 1];
            double[] gradient = new double[k + 1];
            for (int j = 0; j < k; j++) {
                hessian[j][j] = penalty;
                gradient[j] = -penalty * beta[j];
            }
            hessian[k][k] = 1e-9;
            for (int i = 0; i < n; i++) {
                double p = 1 / (1 + Math.exp(-dot(beta, rows[i])));
                double error = weights[i] / total * (examples.get(i).gap() - p);
                double curve = weights[i] / total * Math.max(p * (1 - p), 1e-4);
                for (int a = 0; a <= k; a++) {
                    gradient[a] += error * rows[i][a];
                    double scaled = curve * rows[i][a];
                    for (int b = 0; b <= a; b++) {
                        hessian[a][b] += scaled * rows[i][b];
                    }
                }
            }
            double[] move = solve(hessian, gradient);
            for (int a = 0; a <= k; a++) {
                beta[a] += move[a];
            }
        }
        double[] fitted = new double[k];
        System.arraycopy(beta, 0, fitted, 0, k);
        return new LinearModel(beta[k], means, scales, fitted);
    }

    static void standardize(List<TrainingExample> examples, double[] weights, double[] means, double[] scales) {
        double total = 0;
        for (int i = 0; i < examples.size(); i++) {
            total += weights[i];
            for (int j = 0; j < means.length; j++) {
                means[j] += weights[i] * examples.get(i).value(j);
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] /= total;
            double sum = 0;
            for (int i = 0; i < examples.size(); i++) {
                double d = examples.get(i).value(j) - means[j];
                sum += weights[i] * d * d;
            }
            // A feature that never varies in training must not weigh when it does.
            scales[j] = Math.max(Math.sqrt(sum / total), 0.05);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Cholesky; only the lower triangle of the matrix is read. */
    static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        double[][] low = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int m = 0; m < j; m++) {
                    sum -= low[i][m] * low[j][m];
                }
                low[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / low[j][j];
            }
        }
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = right[i];
            for (int m = 0; m < i; m++) {
                sum -= low[i][m] * y[m];
            }
            y[i] = sum / low[i][i];
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = y[i];
            for (int m = i + 1; m < n; m++) {
                sum -= low[m][i] * x[m];
            }
            x[i] = sum / low[i][i];
        }
        return x;
    }
}
