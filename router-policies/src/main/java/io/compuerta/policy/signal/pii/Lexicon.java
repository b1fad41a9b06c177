package io.compuerta.policy.signal.pii;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * Words and what they tell. An open-addressing table from the folded hash of a word to its {@link Cue} bits; immutable
 * once loaded. Words share a hash once in some 10^14 pairs, which costs a wrong hint and nothing else.
 */
final class Lexicon {
    /** Key and cues of a word side by side, so that a look-up touches one line of the cache. */
    private final long[] table;

    private final int mask;

    private Lexicon(Map<Long, Long> words) {
        int size = Integer.highestOneBit(Math.max(8, words.size()) * 4 - 1);
        table = new long[2 * size];
        mask = size - 1;
        words.forEach((key, bits) -> {
            int slot = key.intValue() & mask;
            while (table[2 * slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[2 * slot] = key;
            table[2 * slot + 1] = bits;
        });
    }

    static Lexicon standard() {
        return Holder.STANDARD;
    }

    /** The {@link Cue} bits of the word with this folded hash; 0 when the word is unknown. */
    long cuesOf(long hash) {
        int slot = (int) hash & mask;
        while (table[2 * slot] != 0) {
            if (table[2 * slot] == hash) {
                return table[2 * slot + 1];
            }
            slot = (slot + 1) & mask;
        }
        return 0;
    }

    /** Reads lines of {@code CUE[+CUE] word word ...}; an underscore joins two words into a pair; {@code #} starts a comment. */
    private static void read(String resource, Map<Long, Long> into) {
        try (InputStream stream = Lexicon.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + resource + " is missing beside " + Lexicon.class);
            }
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && line.charAt(0) != '#') {
                    readLine(line, into);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readLine(String line, Map<Long, Long> into) {
        var words = new StringTokenizer(line);
        long bits = 0;
        var names = new StringTokenizer(words.nextToken(), "+");
        while (names.hasMoreTokens()) {
            bits |= Cue.valueOf(names.nextToken()).bit();
        }
        while (words.hasMoreTokens()) {
            into.merge(key(words.nextToken()), bits, (a, b) -> a | b);
        }
    }

    private static long key(String entry) {
        int joint = entry.indexOf('_');
        return joint < 0
                ? Folding.hash(entry)
                : pair(Folding.hash(entry, 0, joint), Folding.hash(entry, joint + 1, entry.length()));
    }

    /** The key of two words in a row. */
    static long pair(long first, long second) {
        return first * 31 + second;
    }

    private static final class Holder {
        static final Lexicon STANDARD = load();

        private static Lexicon load() {
            Map<Long, Long> words = new HashMap<>();
            read("cues.txt", words);
            read("words.txt", words);
            read("names.txt", words);
            read("places.txt", words);
            read("terms.txt", words);
            return new Lexicon(words);
        }
    }
}
