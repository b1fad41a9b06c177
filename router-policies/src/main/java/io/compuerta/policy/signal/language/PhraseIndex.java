package io.compuerta.policy.signal.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds many phrases in one pass over the words of a text, in time that does not grow with the number of phrases.
 *
 * <p>Phrases are compared folded (no case, no accents). A word that ends in {@code *} stands for every word that begins so:
 * {@code analiz*} finds "analizar" and "Analizó" but not "análisis". Each phrase carries a bit mask, usually one bit per
 * category; a phrase added twice gets both. The index is a trie whose edges sit in one open-addressing hash table keyed by
 * (node, word hash). Immutable and thread-safe once built.
 */
public final class PhraseIndex {

    /** Receives the matches in text order; longer phrases that begin at the same word come after shorter ones. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param mask  the categories of the phrase
         * @param first the first word of the match
         * @param last  its last word, inclusive
         */
        void found(long mask, int first, int last);
    }

    private static final int ROOT = 0;
    private static final int SHORTEST_STEM = 2;
    private static final long STEM = 0x9e3779b97f4a7c15L;

    private final long[] keys;
    private final int[] children;
    private final long[] masks;
    private final boolean[] hasWords;
    private final boolean[] hasStems;

    private PhraseIndex(Builder builder) {
        int capacity = Integer.highestOneBit(Math.max(8, builder.edgeKeys.size() * 3)) << 1;
        keys = new long[capacity];
        children = new int[capacity];
        for (int i = 0; i < builder.edgeKeys.size(); i++) {
            put(builder.edgeKeys.get(i), builder.edgeChildren.get(i));
        }
        masks = Arrays.copyOf(builder.masks, builder.nodes);
        hasWords = Arrays.copyOf(builder.hasWords, builder.nodes);
        hasStems = Arrays.copyOf(builder.hasStems, builder.nodes);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Reports every phrase found in the words. */
    public void find(Words words, Sink sink) {
        find(words, 0, words.count(), sink);
    }

    /** Reports the phrases that begin at one of the words {@code from} (inclusive) to {@code to} (exclusive). */
    public void find(Words words, int from, int to, Sink sink) {
        for (int i = from; i < to; i++) {
            walk(ROOT, words, i, i, sink);
        }
    }

    /** The union of the masks of all phrases found. */
    public long masksIn(Words words) {
        long[] union = new long[1];
        find(words, (mask, first, last) -> union[0] |= mask);
        return union[0];
    }

    private void walk(int node, Words words, int first, int at, Sink sink) {
        int length = words.length(at);
        boolean stems = hasStems[node];
        long hash = Words.SEED;
        for (int k = 0; k < length; k++) {
            hash = Words.step(hash, words.charAt(at, k));
            if (stems && k + 1 >= SHORTEST_STEM) {
                visit(child(key(node, hash ^ STEM)), words, first, at, sink);
            }
        }
        visit(child(key(node, hash)), words, first, at, sink);
    }

    private void visit(int node, Words words, int first, int at, Sink sink) {
        if (node == ROOT) {
            return;
        }
        if (masks[node] != 0) {
            sink.found(masks[node], first, at);
        }
        if ((hasWords[node] || hasStems[node]) && at + 1 < words.count()) {
            walk(node, words, first, at + 1, sink);
        }
    }

    /** The child behind an edge; {@link #ROOT}, which is nobody's child, when there is none. */
    private int child(long key) {
        int slot = slot(key);
        while (keys[slot] != 0) {
            if (keys[slot] == key) {
                return children[slot];
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        return ROOT;
    }

    private void put(long key, int child) {
        int slot = slot(key);
        while (keys[slot] != 0) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        children[slot] = child;
    }

    private int slot(long key) {
        return (int) (key ^ (key >>> 32)) & (keys.length - 1);
    }

    /** Never 0, which marks an empty slot. */
    private static long key(int node, long hash) {
        long mixed = (hash + node * 0xbf58476d1ce4e5b9L) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 29;
        return mixed == 0 ? 1 : mixed;
    }

    /** Collects phrases; not thread-safe. */
    public static final class Builder {

        private final Map<Long, Integer> edges = new HashMap<>();
        private final List<Long> edgeKeys = new ArrayList<>();
        private final List<Integer> edgeChildren = new ArrayList<>();
        private long[] masks = new long[64];
        private boolean[] hasWords = new boolean[64];
        private boolean[] hasStems = new boolean[64];
        private int nodes = 1;

        private Builder() {}

        /**
         * Adds a phrase.
         *
         * @param phrase words parted by spaces or punctuation; a trailing {@code *} makes a word a stem
         * @param mask   its categories; not 0
         */
        public Builder add(String phrase, long mask) {
            Words words = Words.of(phrase);
            if (words.count() == 0 || mask == 0) {
                throw new IllegalArgumentException("a phrase needs a word and a category: '" + phrase + "'");
            }
            int node = ROOT;
            for (int i = 0; i < words.count(); i++) {
                int after = words.origin(i) + words.length(i);
                boolean stem = after < phrase.length() && phrase.charAt(after) == '*';
                if (stem && words.length(i) < SHORTEST_STEM) {
                    throw new IllegalArgumentException("a stem needs two letters: '" + phrase + "'");
                }
                node = childOf(node, words.hash(i), stem);
            }
            masks[node] |= mask;
            return this;
        }

        public PhraseIndex build() {
            return new PhraseIndex(this);
        }

        private int childOf(int node, long hash, boolean stem) {
            if (stem) {
                hasStems[node] = true;
            } else {
                hasWords[node] = true;
            }
            long key = key(node, stem ? hash ^ STEM : hash);
            Integer known = edges.get(key);
            if (known != null) {
                return known;
            }
            if (nodes == masks.length) {
                masks = Arrays.copyOf(masks, nodes * 2);
                hasWords = Arrays.copyOf(hasWords, nodes * 2);
                hasStems = Arrays.copyOf(hasStems, nodes * 2);
            }
            edges.put(key, nodes);
            edgeKeys.add(key);
            edgeChildren.add(nodes);
            return nodes++;
        }
    }
}
