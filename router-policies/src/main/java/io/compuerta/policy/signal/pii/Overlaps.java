package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Keeps, where findings overlap, the surest; of two equally sure the longer; of two equally long the first. */
final class Overlaps {
    private static final Comparator<PiiFinding> BEST_FIRST = Comparator.comparingDouble(PiiFinding::confidence)
            .reversed()
            .thenComparing(Comparator.comparingInt(Overlaps::length).reversed())
            .thenComparingInt(PiiFinding::start)
            .thenComparing(PiiFinding::type);

    private Overlaps() {}

    /** Non-overlapping, in text order; takes n log n. */
    static List<PiiFinding> best(List<PiiFinding> found) {
        List<PiiFinding> ranked = new ArrayList<>(found);
        ranked.sort(BEST_FIRST);
        var kept = new TreeMap<Integer, PiiFinding>();
        for (PiiFinding finding : ranked) {
            var before = kept.lowerEntry(finding.end());
            if (before == null || before.getValue().end() <= finding.start()) {
                kept.put(finding.start(), finding);
            }
        }
        return List.copyOf(kept.values());
    }

    private static int length(PiiFinding finding) {
        return finding.end() - finding.start();
    }
}
