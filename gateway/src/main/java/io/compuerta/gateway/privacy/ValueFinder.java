package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.TrieEdges;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds many values in a text in one pass: the automaton of Aho and Corasick ("Efficient string matching", CACM 1975)
 * over characters folded one by one. {@link Traceable} says which values are worth looking for and which occurrences
 * count. Immutable.
 */
final class ValueFinder {

    /** What is told of an occurrence. */
    interface Sink {
        /**
         * @param value index of the value in the list that the finder was built from
         * @return false to hear of a shorter value that ends at the same place
         */
        boolean found(int start, int end, int value);
    }

    private final List<Traceable> values;
    private int[] fail = new int[64];
    /** The longest proper or improper suffix that is a value; 0 for none. */
    private int[] report = new int[64];
    /** First value of a node plus one; further ones through {@link #sameFolded}. */
    private int[] valueAt = new int[64];

    private final int[] sameFolded;
    private final TrieEdges edges = new TrieEdges();
    private int nodes = 1;

    ValueFinder(List<Traceable> values) {
        this.values = List.copyOf(values);
        this.sameFolded = new int[values.size()];
        for (int v = 0; v < values.size(); v++) {
            insert(values.get(v).spelling(), v);
        }
        link();
    }

    private void insert(String spelling, int value) {
        int node = 0;
        for (int i = 0; i < spelling.length(); i++) {
            char c = FoldedText.fold(spelling.charAt(i));
            int next = edges.target(node, c);
            if (next == 0) {
                next = newNode();
                edges.put(node, c, next);
            }
            node = next;
        }
        sameFolded[value] = valueAt[node];
        valueAt[node] = value + 1;
    }

    private int newNode() {
        if (nodes == fail.length) {
            fail = Arrays.copyOf(fail, nodes * 2);
            report = Arrays.copyOf(report, nodes * 2);
            valueAt = Arrays.copyOf(valueAt, nodes * 2);
        }
        return nodes++;
    }

    /** Sets the fail links, nearest nodes first. */
    private void link() {
        int[][] children = new int[nodes][];
        char[] letters = new char[nodes];
        edges.forEach((parent, c, child) -> {
            int[] old = children[parent];
            int[] grown = old == null ? new int[1] : Arrays.copyOf(old, old.length + 1);
            grown[grown.length - 1] = child;
            children[parent] = grown;
            letters[child] = c;
        });
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            report[node] = valueAt[node] != 0 ? node : report[fail[node]];
            for (int child : children[node] == null ? new int[0] : children[node]) {
                fail[child] = node == 0 ? 0 : step(fail[node], letters[child]);
                queue.add(child);
            }
        }
    }

    private int step(int from, char c) {
        int node = from;
        while (true) {
            int next = edges.target(node, c);
            if (next != 0 || node == 0) {
                return next;
            }
            node = fail[node];
        }
    }

    /**
     * @param covered positions that are no longer text: no occurrence reaches into them, and they end words; null for
     *                none
     * @param anywhere whether occurrences inside a word count too
     */
    void scan(String text, @Nullable BitSet covered, boolean anywhere, Sink sink) {
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            if (covered != null && covered.get(i)) {
                node = 0;
                continue;
            }
            node = step(node, FoldedText.fold(text.charAt(i)));
            for (int hit = report[node]; hit != 0; hit = report[fail[hit]]) {
                if (tell(text, covered, anywhere, hit, i + 1, sink)) {
                    break;
                }
            }
        }
    }

    private boolean tell(String text, @Nullable BitSet covered, boolean anywhere, int node, int end, Sink sink) {
        for (int v = valueAt[node]; v != 0; v = sameFolded[v - 1]) {
            Traceable value = values.get(v - 1);
            int start = end - value.spelling().length();
            if ((!value.caseMatters() || text.startsWith(value.spelling(), start))
                    && (anywhere || value.insideWords() || isWhole(text, covered, start, end))
                    && sink.found(start, end, v - 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWhole(String text, @Nullable BitSet covered, int start, int end) {
        return isEdge(text, covered, start - 1, start) && isEdge(text, covered, end, end - 1);
    }

    private static boolean isEdge(String text, @Nullable BitSet covered, int outside, int inside) {
        return outside < 0
                || outside >= text.length()
                || covered != null && covered.get(outside)
                || !FoldedText.isWord(text.charAt(outside))
                || !FoldedText.isWord(text.charAt(inside));
    }

    PiiType type(int value) {
        return treatment(value).type();
    }

    Treatment treatment(int value) {
        return values.get(value).treatment();
    }
}
