package io.compuerta.policy.signal.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of words that give a system prompt away: all rows of a given length of its texts (Broder's shingles, "On the
 * resemblance and containment of documents", 1997), without those that other texts of the request hold as well and those
 * that stand wholly in quotation marks, which the model is told to say. Built for one call, in time linear in its texts;
 * immutable.
 */
public final class PromptShingles {

    /** The least number of words that may be configured; with fewer every greeting would count. */
    public static final int FEWEST_WORDS = 6;
    /** The greatest: a row must fit into what is held back of a stream. */
    public static final int MOST_WORDS = 50;

    private static final PromptShingles NONE = new PromptShingles(FEWEST_WORDS, new LongSet(), new LongSet());

    private final int words;
    private final LongSet rows;
    private final LongSet threes;

    private PromptShingles(int words, LongSet rows, LongSet threes) {
        this.words = words;
        this.rows = rows;
        this.threes = threes;
    }

    /** Of a call without a system prompt. */
    public static PromptShingles none() {
        return NONE;
    }

    /**
     * @param secret the system's texts
     * @param known  what else the caller or its documents say
     * @param words  how long a row is; texts with fewer words are not protected
     */
    public static PromptShingles of(List<String> secret, List<String> known, int words) {
        if (words < FEWEST_WORDS || words > MOST_WORDS) {
            throw new IllegalArgumentException(
                    "a row has " + FEWEST_WORDS + " to " + MOST_WORDS + " words, not " + words);
        }
        List<Words> texts = new ArrayList<>();
        LongSet all = new LongSet();
        for (String text : secret) {
            Words read = words(text, Quotations.of(text));
            texts.add(read);
            rows(read, words, (row, end) -> all.add(row));
        }
        if (all.isEmpty()) {
            return NONE;
        }
        LongSet shared = new LongSet();
        for (String text : known) {
            rows(words(text, new BitSet()), words, (row, end) -> {
                if (all.contains(row)) {
                    shared.add(row);
                }
            });
        }
        LongSet rows = new LongSet();
        LongSet threes = new LongSet();
        for (Words read : texts) {
            long[] hashes = read.hashes();
            int[] done = {0};
            rows(read, words, (row, end) -> {
                if (!shared.contains(row)) {
                    rows.add(row);
                    // Rows overlap: only what the row before did not have is new.
                    for (int i = Math.max(end - words + 2, done[0]); i < end; i++) {
                        threes.add(WordHash.row(hashes[i - 1], hashes[i], hashes[i + 1]));
                    }
                    done[0] = end;
                }
            });
        }
        return new PromptShingles(words, rows, threes);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    int words() {
        return words;
    }

    boolean isRow(long hash) {
        return rows.contains(hash);
    }

    boolean isThree(long hash) {
        return threes.contains(hash);
    }

    private interface Rows {
        /** @param end index of the row's last word */
        void row(long hash, int end);
    }

    /** @param quoted which of the words stand in quotation marks */
    private record Words(long[] hashes, BitSet quoted) {}

    private static void rows(Words read, int words, Rows sink) {
        WordRow row = new WordRow(words);
        for (int i = 0; i < read.hashes().length; i++) {
            row.add(read.hashes()[i], 0);
            if (row.isFull() && read.quoted().nextClearBit(i - words + 1) <= i) {
                sink.row(row.hash(), i);
            }
        }
    }

    private static Words words(String text, BitSet quotations) {
        WordReader reader = new WordReader();
        WordHash word = new WordHash();
        long[] hashes = new long[text.length() / 5 + 8];
        BitSet quoted = new BitSet();
        int count = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            int unit = i == text.length() ? WordReader.GAP : reader.next(text.charAt(i), i);
            if (unit == WordReader.GAP || (unit & WordReader.APART) != 0) {
                long ended = word.end();
                if (ended != WordHash.NONE) {
                    if (count == hashes.length) {
                        hashes = Arrays.copyOf(hashes, count * 2);
                    }
                    quoted.set(count, quotations.get(start));
                    hashes[count++] = ended;
                }
            }
            if (unit > WordReader.GAP) {
                start = reader.start();
                word.add((char) unit);
            }
        }
        return new Words(Arrays.copyOf(hashes, count), quoted);
    }

    /** Without the texts. */
    @Override
    public String toString() {
        return "PromptShingles[" + words + " words]";
    }
}
