package io.compuerta.policy.signal.firewall;

import io.compuerta.policy.signal.firewall.TrainingSample.Bag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Logistic regression by AdaGrad over whole texts as bags of features ({@link Tally}). Deterministic. */
final class BagFit {

    private static final double RATE = 0.3;

    private final Function<TrainingSample, Bag> view;
    private final double share;
    private final double sharpness;
    private final int epochs;
    private final double decay;
    private final float[] weights;
    private final float[] squares;
    private double bias;
    private double biasSquares = 1e-6;

    /**
     * @param share     how much the bag's odds count beside the windows, which decide; chosen by cross-validation
     * @param sharpness bags have unit length: without a factor, odds could not grow within a few epochs
     */
    private BagFit(
            Function<TrainingSample, Bag> view, int buckets, double share, double sharpness, int epochs, double decay) {
        this.view = view;
        this.share = share;
        this.sharpness = sharpness;
        this.epochs = epochs;
        this.decay = decay;
        this.weights = new float[buckets];
        this.squares = new float[buckets];
    }

    /** The bag of all features. */
    static BagFit words() {
        return new BagFit(sample -> sample.bag, Tally.buckets(Tally.WORDS), 0.2, 3, 3, 1e-4);
    }

    /** The bag of ideas, pairs of ideas and rules. */
    static BagFit profile() {
        return new BagFit(sample -> sample.profile, Tally.buckets(Tally.PROFILE), 0.1, 4, 3, 1e-4);
    }

    void fit(List<TrainingSample> samples) {
        Random random = new Random(20261121);
        List<TrainingSample> order = new ArrayList<>(samples);
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, random);
            order.forEach(this::learn);
        }
    }

    /** What the bag adds to the score of a reading, bias included. */
    double score(TrainingSample sample) {
        return share * odds(sample);
    }

    /** The weights of the shipped model, which knows neither share nor sharpness. */
    float[] weights() {
        float[] shipped = new float[weights.length];
        for (int i = 0; i < shipped.length; i++) {
            shipped[i] = (float) (share * sharpness * weights[i]);
        }
        return shipped;
    }

    double bias() {
        return share * bias;
    }

    private double odds(TrainingSample sample) {
        double sum = 0;
        Bag bag = view.apply(sample);
        for (int i = 0; i < bag.buckets().length; i++) {
            sum += bag.values()[i] * weights[bag.buckets()[i]];
        }
        return bias + sharpness * sum;
    }

    private void learn(TrainingSample sample) {
        double error = (1 / (1 + Math.exp(-odds(sample))) - sample.label) * sample.weight;
        if (Math.abs(error) < 1e-3) {
            return;
        }
        Bag bag = view.apply(sample);
        for (int i = 0; i < bag.buckets().length; i++) {
            int bucket = bag.buckets()[i];
            double gradient = error * sharpness * bag.values()[i] + decay * weights[bucket];
            squares[bucket] += (float) (gradient * gradient);
            weights[bucket] -= (float) (RATE * gradient / Math.sqrt(squares[bucket] + 1e-4));
        }
        biasSquares += error * error;
        bias -= RATE * error / Math.sqrt(biasSquares);
    }
}
