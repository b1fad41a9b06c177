package io.compuerta.policy.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weighted rendezvous hashing: each model draws a number from the key and its own name, and the lowest wins. The same key
 * always gives the same order; a model that goes away moves only the keys that it held, to the next in their own order;
 * over many keys each model comes first in proportion to its weight.
 *
 * <p>After Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998); the weights enter as in
 * Efraimidis and Spirakis, "Weighted random sampling with a reservoir" (2006).
 */
final class Rendezvous {

    static final long SEED = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    /** Of a long text the beginning tells enough: it is what providers' prompt caches compare too. */
    private static final int LONGEST_READ = 2_048;

    private Rendezvous() {}

    /** FNV-1a of the text's beginning, going on from an earlier hash; the same on every JVM. */
    static long hash(String text, long from) {
        long hash = from;
        int length = Math.min(text.length(), LONGEST_READ);
        for (int i = 0; i < length; i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }

    /** @param weights a model without one weighs 1 */
    static List<ModelId> order(List<ModelId> models, Map<ModelId, Double> weights, long key) {
        Map<ModelId, Double> scores = new HashMap<>();
        for (ModelId model : models) {
            long name = hash(model.model(), hash(model.provider(), SEED));
            double drawn = unit(mix(mix(key) ^ name));
            scores.put(model, -Math.log(drawn) / weights.getOrDefault(model, 1.0));
        }
        List<ModelId> ordered = new ArrayList<>(models);
        ordered.sort(Comparator.comparingDouble(model -> scores.getOrDefault(model, 0.0)));
        return ordered;
    }

    /** From 2^-53 to 1, both inclusive, so that its logarithm is finite. */
    private static double unit(long bits) {
        return ((bits >>> 11) + 1) * 0x1.0p-53;
    }

    /** The finalizer of SplitMix64: FNV alone leaves neighbours alike. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
