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
        widenAddresses(ranked);
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

    /** Where a rule and the tagger saw parts of one address, the whole of it counts. */
    private static void widenAddresses(List<PiiFinding> found) {
        List<PiiFinding> addresses = new ArrayList<>(
                found.stream().filter(f -> f.type() == PiiType.ADDRESS).toList());
        if (addresses.size() < 2) {
            return;
        }
        addresses.sort(Comparator.comparingInt(PiiFinding::start));
        PiiFinding wide = addresses.getFirst();
        for (PiiFinding next : addresses.subList(1, addresses.size())) {
            if (next.start() < wide.end()) {
                PiiFinding surer = next.confidence() > wide.confidence() ? next : wide;
                int end = Math.max(wide.end(), next.end());
                wide = new PiiFinding(wide.start(), end, PiiType.ADDRESS, surer.confidence(), surer.detector());
                found.add(wide);
            } else {
                wide = next;
            }
        }
    }

    private static int length(PiiFinding finding) {
        return finding.end() - finding.start();
    }
}
