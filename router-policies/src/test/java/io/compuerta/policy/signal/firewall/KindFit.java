package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Multinomial regression that tells the kinds of attacks apart. Deterministic. */
final class KindFit {

    private static final int KINDS = AttackKind.values().length;
    private static final int EPOCHS = 6;
    private static final double RATE = 0.05;

    private final float[] weights = new float[FirewallModel.KIND_BUCKETS * KINDS];

    private record Example(int[] buckets, float[] values, int kind) {}

    private final List<Example> examples = new ArrayList<>();

    void add(Evidence evidence, AttackKind kind) {
        List<Integer> buckets = new ArrayList<>();
        List<Float> values = new ArrayList<>();
        evidence.emitMeaning((word, bucket, value) -> {
            buckets.add((bucket >>> FirewallModel.KIND_SHIFT) * KINDS);
            values.add(value);
        });
        float damping = (float) Windows.damping(evidence.words().count());
        float[] damped = new float[values.size()];
        for (int i = 0; i < damped.length; i++) {
            damped[i] = values.get(i) * damping;
        }
        examples.add(new Example(buckets.stream().mapToInt(Integer::intValue).toArray(), damped, kind.ordinal()));
    }

    byte[] fit() {
        Random random = new Random(20261121);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(examples, random);
            examples.forEach(this::learn);
        }
        return Quantized.of(weights).values();
    }

    private void learn(Example example) {
        double[] odds = new double[KINDS];
        for (int i = 0; i < example.buckets.length; i++) {
            for (int k = 0; k < KINDS; k++) {
                odds[k] += weights[example.buckets[i] + k] * example.values[i];
            }
        }
        double sum = 0;
        for (int k = 0; k < KINDS; k++) {
            odds[k] = Math.exp(odds[k]);
            sum += odds[k];
        }
        for (int k = 0; k < KINDS; k++) {
            float step = (float) (RATE * ((k == example.kind ? 1 : 0) - odds[k] / sum));
            for (int i = 0; i < example.buckets.length; i++) {
                weights[example.buckets[i] + k] += step * example.values[i];
            }
        }
    }
}
