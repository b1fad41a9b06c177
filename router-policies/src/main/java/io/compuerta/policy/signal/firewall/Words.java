package io.compuerta.policy.signal.firewall;

import java.util.Arrays;

/**
 * A text as folded words, in flat arrays: one pass, no object per word. Apostrophes inside a word vanish
 * ({@code don't} is {@code dont}); what stands between two words is kept as a hash, since {@code ###} or {@code <|}
 * tells as much as a word does. Not thread-safe while it is filled, immutable afterwards.
 */
final class Words {

    /** Letters of a word that are looked at. No word of prose is longer; an encoded blob must not dominate a window. */
    static final int LONGEST = 24;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final char[] folded;
    private int foldedLength;
    private int[] starts;
    private long[] hashes;
    private int[] gaps;
    private int[] origins;
    private int[] originEnds;
    private boolean[] breaks;
    private int count;

    private Words(int length) {
        folded = new char[length];
        int guess = length / 4 + 8;
        starts = new int[guess];
        hashes = new long[guess];
        gaps = new int[guess];
        origins = new int[guess];
        originEnds = new int[guess];
        breaks = new boolean[guess];
    }

    static Words of(String text) {
        Words words = new Words(text.length());
        words.read(text);
        return words;
    }

    int count() {
        return count;
    }

    /** First index of the word's letters in {@link #letters()}. */
    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return word + 1 < count ? starts[word + 1] : foldedLength;
    }

    /** Where the word begins in the text it was read from, as a UTF-16 offset. */
    int origin(int word) {
        return origins[word];
    }

    /** The offset behind the word in the text it was read from. */
    int originEnd(int word) {
        return originEnds[word];
    }

    char[] letters() {
        return folded;
    }

    long hash(int word) {
        return hashes[word];
    }

    /** Hash of the marks before a word (index {@link #count()} is the end of the text); 0 for blanks and commas. */
    int gap(int word) {
        return gaps[word];
    }

    /** Whether a sentence, a line or a quotation begins with this word. */
    boolean breakBefore(int word) {
        return breaks[word];
    }

    /** One step of the rolling hash by which words and stems are looked up. */
    static long step(long hash, char c) {
        return (hash ^ c) * PRIME + 1;
    }

    static long hashOf(String word) {
        long hash = 0;
        for (int i = 0; i < Math.min(word.length(), LONGEST); i++) {
            hash = step(hash, word.charAt(i));
        }
        return hash;
    }

    private void read(String text) {
        int length = text.length();
        int i = 0;
        while (i < length) {
            i = readGap(text, i);
            if (i < length) {
                i = readWord(text, i);
            }
        }
        if (count > 0 && Folding.isWordChar(text.charAt(length - 1))) {
            grow();
        }
    }

    private int readGap(String text, int from) {
        grow();
        int hash = 0;
        int marks = 0;
        boolean blank = false;
        boolean broken = count == 0;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Folding.isWordChar(c)) {
                break;
            }
            if (c == '\n') {
                broken = true;
            }
            if (c <= ' ' || c == '\u00a0') {
                blank = true;
            } else if (c != ',' && marks < 3) {
                hash = hash * 31 + c;
                marks++;
            }
        }
        // "example.com" and "3.5" are no sentence ends; "end. Next" and any other mark is.
        boolean mark = marks > 0 && hash != '\'' && hash != '-' && hash != '’' && hash != '/' && hash != '_';
        broken |= mark && (blank || marks > 1 || hash != '.');
        gaps[count] = hash;
        breaks[count] = broken;
        return i;
    }

    private int readWord(String text, int from) {
        starts[count] = foldedLength;
        origins[count] = from;
        long hash = 0;
        int kept = 0;
        int i = from;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Folding.isWordChar(c)) {
                if (Folding.isIdeograph(c) && i > from) {
                    break;
                }
                if (kept < LONGEST) {
                    char f = Folding.fold(c);
                    folded[foldedLength++] = f;
                    hash = step(hash, f);
                    kept++;
                }
                if (Folding.isIdeograph(c)) {
                    i++;
                    break;
                }
            } else if (!isInnerApostrophe(text, i)) {
                break;
            }
        }
        hashes[count] = hash;
        originEnds[count] = i;
        count++;
        return i;
    }

    private static boolean isInnerApostrophe(String text, int i) {
        char c = text.charAt(i);
        return (c == '\'' || c == '’') && i + 1 < text.length() && Folding.isWordChar(text.charAt(i + 1));
    }

    private void grow() {
        if (count + 2 > gaps.length) {
            int larger = gaps.length * 2;
            starts = Arrays.copyOf(starts, larger);
            hashes = Arrays.copyOf(hashes, larger);
            gaps = Arrays.copyOf(gaps, larger);
            origins = Arrays.copyOf(origins, larger);
            originEnds = Arrays.copyOf(originEnds, larger);
            breaks = Arrays.copyOf(breaks, larger);
        }
    }
}
