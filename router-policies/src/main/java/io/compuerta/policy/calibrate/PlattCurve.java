package io.compuerta.policy.calibrate;

import java.util.List;

/**
 * A score corrected on the logit scale by a slope and an intercept (J. Platt, "Probabilistic outputs for support vector
 * machines", 1999). Two numbers cannot bend to noise, and a positive slope keeps the order of requests: only the level
 * changes. Slope 1 and intercept 0 leave every score as it is.
 */
public record PlattCurve(double slope, double intercept) {

    public static final PlattCurve IDENTITY = new PlattCurve(1, 0);

    static final double LEAST_SLOPE = 0.1;
    static final double GREATEST_SLOPE = 10;
    static final double GREATEST_INTERCEPT = 10;

    /** Pull towards {@link #IDENTITY}: about as strong as fifty requests that bear the shipped score out. */
    private static final double SHRINKAGE = 10;

    private static final int STEPS = 100;
    private static final double STILL = 1e-9;

    public PlattCurve {
        if (!(slope >= LEAST_SLOPE && slope <= GREATEST_SLOPE)) {
            throw new IllegalArgumentException(
                    "a slope lies in " + LEAST_SLOPE + ".." + GREATEST_SLOPE + ", not " + slope);
        }
        if (!(Math.abs(intercept) <= GREATEST_INTERCEPT)) {
            throw new IllegalArgumentException(
                    "an intercept lies in -" + GREATEST_INTERCEPT + ".." + GREATEST_INTERCEPT + ", not " + intercept);
        }
    }

    /** The corrected score. */
    public double of(double score) {
        return sigmoid(slope * logit(score) + intercept);
    }

    /** The score that is corrected to this one. */
    double before(double corrected) {
        return sigmoid((logit(corrected) - intercept) / slope);
    }

    /** The curve that fits best, shrunk towards the identity; Newton's method on a convex loss with damped steps. */
    static PlattCurve fit(List<RatedScore> rated) {
        double[] x = rated.stream().mapToDouble(one -> logit(one.score())).toArray();
        double[] y = rated.stream().mapToDouble(RatedScore::worse).toArray();
        double a = 1;
        double b = 0;
        double loss = loss(x, y, a, b);
        for (int step = 0; step < STEPS; step++) {
            double ga = SHRINKAGE * (a - 1);
            double gb = SHRINKAGE * b;
            double haa = SHRINKAGE;
            double hab = 0;
            double hbb = SHRINKAGE;
            for (int i = 0; i < x.length; i++) {
                double p = sigmoid(a * x[i] + b);
                double bend = p * (1 - p);
                ga += (p - y[i]) * x[i];
                gb += p - y[i];
                haa += bend * x[i] * x[i];
                hab += bend * x[i];
                hbb += bend;
            }
            double determinant = haa * hbb - hab * hab;
            double da = (hbb * ga - hab * gb) / determinant;
            double db = (haa * gb - hab * ga) / determinant;
            double stride = 1;
            double next = bounded(x, y, a - da, b - db);
            while (next > loss && stride > STILL) {
                stride /= 2;
                next = bounded(x, y, a - stride * da, b - stride * db);
            }
            if (loss - next < STILL) {
                break;
            }
            a = slope(a - stride * da);
            b = intercept(b - stride * db);
            loss = next;
        }
        return new PlattCurve(a, b);
    }

    private static double bounded(double[] x, double[] y, double a, double b) {
        return loss(x, y, slope(a), intercept(b));
    }

    private static double slope(double a) {
        return Math.clamp(a, LEAST_SLOPE, GREATEST_SLOPE);
    }

    private static double intercept(double b) {
        return Math.clamp(b, -GREATEST_INTERCEPT, GREATEST_INTERCEPT);
    }

    private static double loss(double[] x, double[] y, double a, double b) {
        double loss = SHRINKAGE / 2 * ((a - 1) * (a - 1) + b * b);
        for (int i = 0; i < x.length; i++) {
            double z = a * x[i] + b;
            // log(1 + e^z) - y z, without overflow.
            loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y[i] * z;
        }
        return loss;
    }

    private static double logit(double probability) {
        double held = Fit.held(probability);
        return Math.log(held / (1 - held));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
