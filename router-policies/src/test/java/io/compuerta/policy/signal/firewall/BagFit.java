package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Logistic regression by AdaGrad over whole texts as bags of features ({@link Tally}). Deterministic. */
final class BagFit {

    /** Of the two models, windows decide and the bag nudges. Chosen by cross-validation. */
    static final double SHARE = 0.2;

    private static final int EPOCHS = 3;
    private static final double RATE = 0.3;
    private static final double DECAY = 1e-4;
    /** Bags have unit length: without it, odds could not grow within a few epochs. */
    private static final double SHARPNESS = 3;

    private final float[] weights = new float[Evidence.BUCKETS];
    private final float[] squares = new float[Evidence.BUCKETS];
    private double bias;
    private double biasSquares = 1e-6;

    void fit(List<TrainingSample> samples) {
        Random random = new Random(20261121);
        List<TrainingSample> order = new ArrayList<>(samples);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            order.forEach(this::learn);
        }
    }

    /** What the bag adds to the score of a reading, bias included. */
    double score(TrainingSample sample) {
        return SHARE * odds(sample);
    }

    /** The weights of the shipped model, which knows neither share nor sharpness. */
    float[] weights() {
        float[] shipped = new float[weights.length];
        for (int i = 0; i < shipped.length; i++) {
            shipped[i] = (float) (SHARE * SHARPNESS * weights[i]);
        }
        return shipped;
    }

    double bias() {
        return SHARE * bias;
    }

    private double odds(TrainingSample sample) {
        double sum = 0;
        for (int i = 0; i < sample.bag.length; i++) {
            sum += sample.bagValues[i] * weights[sample.bag[i]];
        }
        return bias + SHARPNESS * sum;
    }

    private void learn(TrainingSample sample) {
        double error = (1 / (1 + Math.exp(-odds(sample))) - sample.label) * sample.weight;
        if (Math.abs(error) < 1e-3) {
            return;
        }
        for (int i = 0; i < sample.bag.length; i++) {
            int bucket = sample.bag[i];
            double gradient = error * SHARPNESS * sample.bagValues[i] + DECAY * weights[bucket];
            squares[bucket] += (float) (gradient * gradient);
            weights[bucket] -= (float) (RATE * gradient / Math.sqrt(squares[bucket] + 1e-4));
        }
        biasSquares += error * error;
        bias -= RATE * error / Math.sqrt(biasSquares);
    }
}
