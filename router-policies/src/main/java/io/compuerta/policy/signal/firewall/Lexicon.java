package io.compuerta.policy.signal.firewall;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks words up as sets of marks. The first marks are the ideas of {@code lexicon.yaml}; rules add one mark for each
 * group of literal words they name. A word or stem is found by the rolling hash that {@link Words} computes anyway, so
 * a look-up costs a few probes of a small table for each letter. Immutable and thread-safe once built.
 */
final class Lexicon {

    private final List<String> ideas;
    private final int width;
    private final HashTable exact;
    private final HashTable stems;
    private final long[] sets;

    private Lexicon(List<String> ideas, int width, HashTable exact, HashTable stems, long[] sets) {
        this.ideas = List.copyOf(ideas);
        this.width = width;
        this.exact = exact;
        this.stems = stems;
        this.sets = sets;
    }

    /** Names of the ideas; the position is the mark. At most 64, so that one {@code long} holds them all. */
    List<String> ideas() {
        return ideas;
    }

    /** Number of {@code long}s that hold a word's marks. */
    int width() {
        return width;
    }

    /** The marks of every word, {@link #width()} longs each. */
    long[] mark(Words words) {
        long[] marks = new long[words.count() * width];
        char[] letters = words.letters();
        for (int w = 0; w < words.count(); w++) {
            long hash = 0;
            int end = words.end(w);
            for (int i = words.start(w); i < end; i++) {
                hash = Words.step(hash, letters[i]);
                add(stems.get(hash), marks, w);
            }
            add(exact.get(hash), marks, w);
        }
        return marks;
    }

    /** Whether any idea or rule names this word, as it stands or by a stem of four letters or more. */
    boolean recognizes(String word) {
        long hash = 0;
        for (int i = 0; i < Math.min(word.length(), Words.LONGEST); i++) {
            hash = Words.step(hash, Folding.fold(word.charAt(i)));
            if (i >= 3 && stems.get(hash) >= 0) {
                return true;
            }
        }
        return exact.get(hash) >= 0;
    }

    private void add(int set, long[] marks, int word) {
        if (set >= 0) {
            for (int k = 0; k < width; k++) {
                marks[word * width + k] |= sets[set * width + k];
            }
        }
    }

    /** Collects words before the tables are laid out. */
    static final class Builder {
        private final Map<String, Integer> marks = new LinkedHashMap<>();
        private final Map<String, List<Integer>> words = new LinkedHashMap<>();
        private final List<String> ideas = new ArrayList<>();

        void idea(String name, List<String> members) {
            if (ideas.size() == Long.SIZE) {
                throw new IllegalArgumentException("a lexicon holds at most 64 ideas; " + name + " is one more");
            }
            ideas.add(name);
            int mark = marks.size();
            marks.put(name, mark);
            members.forEach(member -> word(member, mark));
        }

        /** The mark of an item of a pattern that names words; the same words share one mark. */
        int literal(List<String> members) {
            String key = String.join("|", members);
            Integer known = marks.get(key);
            if (known != null) {
                return known;
            }
            int mark = marks.size();
            marks.put(key, mark);
            members.forEach(member -> word(member, mark));
            return mark;
        }

        int ideaMark(String name) {
            int mark = ideas.indexOf(name);
            if (mark < 0) {
                throw new IllegalArgumentException("no idea called " + name + "; the lexicon has " + ideas);
            }
            return mark;
        }

        private void word(String word, int mark) {
            words.computeIfAbsent(word, unused -> new ArrayList<>()).add(mark);
        }

        Lexicon build() {
            int width = (marks.size() + Long.SIZE - 1) / Long.SIZE;
            long[] sets = new long[words.size() * width];
            Map<Long, Integer> whole = new HashMap<>();
            Map<Long, Integer> begun = new HashMap<>();
            int set = 0;
            for (Map.Entry<String, List<Integer>> entry : words.entrySet()) {
                for (int mark : entry.getValue()) {
                    sets[set * width + (mark >> 6)] |= 1L << mark;
                }
                String word = entry.getKey();
                boolean stem = word.endsWith("*");
                String bare = stem ? word.substring(0, word.length() - 1) : word;
                (stem ? begun : whole).put(Words.hashOf(bare), set++);
            }
            return new Lexicon(ideas, width, HashTable.of(whole), HashTable.of(begun), sets);
        }
    }

    /** Open addressing from long to int; absent keys give -1. */
    private record HashTable(long[] keys, int[] values, int mask) {

        static HashTable of(Map<Long, Integer> entries) {
            int capacity = Integer.highestOneBit(Math.max(8, entries.size() * 4));
            long[] keys = new long[capacity];
            int[] values = new int[capacity];
            Arrays.fill(values, -1);
            int mask = capacity - 1;
            entries.forEach((key, value) -> {
                int slot = slot(key, mask);
                while (values[slot] >= 0) {
                    slot = (slot + 1) & mask;
                }
                keys[slot] = key;
                values[slot] = value;
            });
            return new HashTable(keys, values, mask);
        }

        private static int slot(long key, int mask) {
            return (int) (key >>> 33) & mask;
        }

        int get(long key) {
            int slot = slot(key, mask);
            while (values[slot] >= 0) {
                if (keys[slot] == key) {
                    return values[slot];
                }
                slot = (slot + 1) & mask;
            }
            return -1;
        }
    }
}
