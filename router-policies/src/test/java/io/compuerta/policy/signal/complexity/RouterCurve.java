package io.compuerta.policy.signal.complexity;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The share of the quality gap won back as more goes to premium, as RouteLLM (arXiv 2406.18665) defines it. */
final class RouterCurve {

    private RouterCurve() {}

    /** The area under the curve: .5 for a random order. Examples with equal scores keep their order. */
    static double apgr(List<TrainingExample> examples, double[] scores) {
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -scores[i]));
        double total = examples.stream().mapToDouble(TrainingExample::gap).sum();
        double won = 0;
        double area = 0;
        for (int i : order) {
            double before = won;
            won += examples.get(i).gap();
            area += (before + won) / 2;
        }
        return area / total / scores.length;
    }
}
