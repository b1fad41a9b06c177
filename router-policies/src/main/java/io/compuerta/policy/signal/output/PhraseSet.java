package io.compuerta.policy.signal.output;

import io.compuerta.policy.signal.TrieEdges;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Phrases, found in one pass by the automaton of Aho and Corasick ("Efficient string matching", CACM 1975) over words
 * without case, accents and punctuation, with one space around each. Immutable and thread-safe.
 */
public final class PhraseSet {

    /** Letters and spaces of the longest phrase that is taken. */
    public static final int LONGEST = 200;

    private static final PhraseSet NONE = new PhraseSet(java.util.List.of());
    private static final int ROOT = 0;

    private final Map<Integer, Integer> building = new HashMap<>();
    private int[] nodes = new int[64];
    private int[] depths = new int[64];
    private int[] fails = new int[64];
    private int[] matches = new int[64];
    private int count = 1;
    private final TrieEdges edges = new TrieEdges();

    private PhraseSet(Collection<String> normalized) {
        normalized.forEach(this::insert);
        link();
        building.clear();
    }

    /** Nothing listed. */
    public static PhraseSet none() {
        return NONE;
    }

    /** @throws IllegalArgumentException for a phrase that {@link #normalize} makes empty or too long */
    public static PhraseSet of(Collection<String> phrases) {
        return phrases.isEmpty()
                ? NONE
                : new PhraseSet(phrases.stream().map(PhraseSet::checked).toList());
    }

    private static String checked(String phrase) {
        String normalized = normalize(phrase);
        if (normalized.isBlank() || normalized.length() > LONGEST) {
            throw new IllegalArgumentException("a phrase has 1 to " + LONGEST + " letters");
        }
        return normalized;
    }

    /** A phrase as it is looked for: folded words with one space between and around them; a space if it has none. */
    public static String normalize(String phrase) {
        WordReader reader = new WordReader();
        StringBuilder out = new StringBuilder(" ");
        for (int i = 0; i < phrase.length(); i++) {
            int unit = reader.next(phrase.charAt(i), i);
            boolean apart = unit == WordReader.GAP || (unit & WordReader.APART) != 0;
            if (apart && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
            if (unit > WordReader.GAP) {
                out.append((char) unit);
            }
        }
        return out.charAt(out.length() - 1) == ' '
                ? out.toString()
                : out.append(' ').toString();
    }

    public boolean isEmpty() {
        return count == 1;
    }

    private void insert(String phrase) {
        int node = ROOT;
        for (int i = 0; i < phrase.length(); i++) {
            int next = edges.target(node, phrase.charAt(i));
            if (next == ROOT) {
                next = add(node, phrase.charAt(i));
            }
            node = next;
        }
        matches[node] = phrase.length();
    }

    private int add(int parent, char c) {
        if (count == nodes.length) {
            nodes = Arrays.copyOf(nodes, count * 2);
            depths = Arrays.copyOf(depths, count * 2);
            fails = Arrays.copyOf(fails, count * 2);
            matches = Arrays.copyOf(matches, count * 2);
        }
        int node = count++;
        nodes[node] = c;
        depths[node] = depths[parent] + 1;
        building.put(node, parent);
        edges.put(parent, c, node);
        return node;
    }

    /** Sets the fail links, nearest nodes first. */
    private void link() {
        IntStream.range(1, count)
                .boxed()
                .sorted(Comparator.comparingInt(node -> depths[node]))
                .forEach(node -> {
                    int parent = building.getOrDefault(node, ROOT);
                    fails[node] = parent == ROOT ? ROOT : step(fails[parent], (char) nodes[node]);
                    if (matches[node] == 0) {
                        matches[node] = matches[fails[node]];
                    }
                });
    }

    int step(int from, char c) {
        int node = from;
        while (true) {
            int next = edges.target(node, c);
            if (next != ROOT || node == ROOT) {
                return next;
            }
            node = fails[node];
        }
    }

    /** How many of the newest characters begin some phrase. */
    int depth(int node) {
        return depths[node];
    }

    /** Length of a phrase that ends here; 0 for none. */
    int match(int node) {
        return matches[node];
    }

    /** Without the phrases, which may be confidential. */
    @Override
    public String toString() {
        return "PhraseSet[" + count + " nodes]";
    }
}
