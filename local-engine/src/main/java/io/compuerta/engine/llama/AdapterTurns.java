package io.compuerta.engine.llama;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whose turn it is when answers under different adapters are in the making: one run of the model serves one adapter
 * only. Adapters with work take turns of a few runs each, since a change costs the library a new plan of its
 * computation; one that has nothing to do gives its turn up at once. Not thread-safe.
 */
final class AdapterTurns {

    /** Runs of the model before another adapter has its turn. */
    static final int RUNS = 4;

    /** Those that have had a turn, the latest last. */
    private final List<String> served = new ArrayList<>();

    private int left;

    /**
     * @param working adapters that have work now, the empty name being none; not empty
     * @return the one that the next run serves
     */
    String next(Collection<String> working) {
        String latest = served.isEmpty() ? null : served.getLast();
        if (latest != null
                && working.contains(latest)
                && (left > 0 || working.stream().allMatch(latest::equals))) {
            left = Math.max(0, left - 1);
            return latest;
        }
        String longestAgo = working.iterator().next();
        for (String adapter : working) {
            if (served.indexOf(adapter) < served.indexOf(longestAgo)) {
                longestAgo = adapter;
            }
        }
        served.remove(longestAgo);
        served.add(longestAgo);
        left = RUNS - 1;
        return longestAgo;
    }
}
