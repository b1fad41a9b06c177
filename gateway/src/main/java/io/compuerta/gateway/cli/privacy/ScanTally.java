package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a scan has found so far. Not thread-safe. */
final class ScanTally {

    /** Of one type. */
    record Count(long findings, long files) {}

    private final Map<PiiType, Count> counts = new EnumMap<>(PiiType.class);
    private final Set<PiiType> here = new HashSet<>();
    private String file = "";
    private long findings;
    private long filesHit;
    private long problems;
    private long binaries;

    void add(Target target, PiiType type) {
        if (!file.equals(target.shown())) {
            file = target.shown();
            filesHit++;
            here.clear();
        }
        boolean first = here.add(type);
        Count before = counts.getOrDefault(type, new Count(0, 0));
        counts.put(type, new Count(before.findings() + 1, before.files() + (first ? 1 : 0)));
        findings++;
    }

    void problem() {
        problems++;
    }

    void binary() {
        binaries++;
    }

    Map<PiiType, Count> counts() {
        return counts;
    }

    long findings() {
        return findings;
    }

    /** Files with a finding. */
    long filesHit() {
        return filesHit;
    }

    /** What could not be read. */
    long problems() {
        return problems;
    }

    /** Binary files that nobody named. */
    long binaries() {
        return binaries;
    }
}
