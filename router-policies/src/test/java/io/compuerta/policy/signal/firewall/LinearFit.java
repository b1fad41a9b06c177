package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Logistic regression by AdaGrad over the pooled score of a text: the whole, its gravest row of words and its gravest
 * sentence. The gravest windows are found anew at every step, so that an attack teaches by the sentence that holds it
 * and ordinary text by its most suspicious one (multiple-instance learning, Andrews et al. 2002). Deterministic.
 */
final class LinearFit {

    final float[] weights = new float[Evidence.BUCKETS];
    private final float[] squares = new float[Evidence.BUCKETS];
    double bias;
    private double biasSquares = 1e-6;

    private final double rate;
    private final double decay;

    LinearFit(double rate, double decay) {
        this.rate = rate;
        this.decay = decay;
    }

    void fit(List<TrainingSample> samples, int epochs) {
        Random random = new Random(20261121);
        List<TrainingSample> order = new ArrayList<>(samples);
        for (int epoch = 0; epoch < epochs; epoch++) {
            Collections.shuffle(order, random);
            for (TrainingSample sample : order) {
                learn(sample);
            }
        }
    }

    double score(TrainingSample sample) {
        return score(sample, new Windows(sample.words, sums(sample)));
    }

    private double score(TrainingSample sample, Windows windows) {
        double disguises = 0;
        for (int bucket : sample.disguises) {
            disguises += weights[bucket];
        }
        return FirewallModel.pool(windows) + bias + disguises * FirewallModel.DISGUISE;
    }

    private void learn(TrainingSample sample) {
        int count = sample.words.count();
        if (count == 0) {
            return;
        }
        Windows windows = new Windows(sample.words, sums(sample));
        double z = score(sample, windows);
        double error = (1 / (1 + Math.exp(-z)) - sample.label) * sample.weight;
        if (Math.abs(error) < 1e-3) {
            return;
        }
        step(sample, 0, count, error * FirewallModel.WHOLE);
        step(sample, windows.rowFrom(), windows.rowTo(), error * FirewallModel.ROW);
        step(sample, windows.sentenceFrom(), windows.sentenceTo(), error * FirewallModel.SENTENCE);
        for (int bucket : sample.disguises) {
            descend(bucket, error * FirewallModel.DISGUISE);
        }
        biasSquares += error * error;
        bias -= rate * error / Math.sqrt(biasSquares);
    }

    private void step(TrainingSample sample, int from, int to, double error) {
        double damped = error * Windows.damping(to - from);
        for (int i = sample.first[from]; i < sample.first[to]; i++) {
            int feature = sample.features[i];
            descend(TrainingSample.bucket(feature), damped * TrainingSample.value(feature));
        }
    }

    private void descend(int bucket, double slope) {
        double gradient = slope + decay * weights[bucket];
        squares[bucket] += (float) (gradient * gradient);
        weights[bucket] -= (float) (rate * gradient / Math.sqrt(squares[bucket] + 1e-4));
    }

    private double[] sums(TrainingSample sample) {
        int count = sample.words.count();
        double[] sums = new double[count + 1];
        for (int w = 0; w < count; w++) {
            double sum = 0;
            for (int i = sample.first[w]; i < sample.first[w + 1]; i++) {
                int feature = sample.features[i];
                sum += TrainingSample.value(feature) * weights[TrainingSample.bucket(feature)];
            }
            sums[w + 1] = sums[w] + sum;
        }
        return sums;
    }
}
