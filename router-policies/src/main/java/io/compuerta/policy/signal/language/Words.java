package io.compuerta.policy.signal.language;

import java.util.Arrays;

/**
 * The words of a text: runs of letters and digits, folded to lower case without accents. Each Chinese, Japanese or Korean
 * character is a word of its own, since those scripts do not put spaces between words. Immutable and thread-safe.
 */
public final class Words {

    private final char[] folded;
    private final int[] from;
    private final int[] to;
    private final int[] origin;
    private final int count;

    private Words(char[] folded, int[] from, int[] to, int[] origin, int count) {
        this.folded = folded;
        this.from = from;
        this.to = to;
        this.origin = origin;
        this.count = count;
    }

    public static Words of(CharSequence text) {
        return of(text, 0, text.length());
    }

    /** The words between two UTF-16 indices of the text. */
    public static Words of(CharSequence text, int start, int end) {
        char[] folded = new char[end - start];
        int capacity = Math.max(8, (end - start) / 5);
        int[] from = new int[capacity];
        int[] to = new int[capacity];
        int[] origin = new int[capacity];
        int count = 0;
        int length = 0;
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            if (!isWordPart(c)) {
                i++;
                continue;
            }
            if (count == capacity) {
                capacity *= 2;
                from = Arrays.copyOf(from, capacity);
                to = Arrays.copyOf(to, capacity);
                origin = Arrays.copyOf(origin, capacity);
            }
            origin[count] = i;
            from[count] = length;
            if (standsAlone(c)) {
                folded[length++] = c;
                i++;
            } else {
                while (i < end && isWordPart(c = text.charAt(i)) && !standsAlone(c)) {
                    if (!Folding.isCombiningMark(c)) {
                        folded[length++] = Folding.fold(c);
                    }
                    i++;
                }
            }
            to[count++] = length;
        }
        return new Words(folded, from, to, origin, count);
    }

    public int count() {
        return count;
    }

    /** The folded word; for tests and look-ups at load, since it allocates. */
    public String word(int index) {
        return new String(folded, from[index], to[index] - from[index]);
    }

    /** Letters and digits in the word. */
    public int length(int index) {
        return to[index] - from[index];
    }

    /** A folded character of a word. */
    public char charAt(int index, int position) {
        return folded[from[index] + position];
    }

    /** Where the word starts in the text, as a UTF-16 index. */
    public int origin(int index) {
        return origin[index];
    }

    /** A 64-bit hash of the folded word, the same in every run. */
    public long hash(int index) {
        long hash = SEED;
        for (int i = from[index]; i < to[index]; i++) {
            hash = step(hash, folded[i]);
        }
        return hash;
    }

    static final long SEED = 0xcbf29ce484222325L;

    /** One step of the FNV-1a hash, on UTF-16 units instead of bytes. */
    static long step(long hash, char c) {
        return (hash ^ c) * 0x100000001b3L;
    }

    private static boolean isWordPart(char c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }
        return Character.isLetterOrDigit(c) || Folding.isCombiningMark(c);
    }

    private static boolean standsAlone(char c) {
        return c >= '\u2e80' && Character.isIdeographic(c)
                || (c >= '\u3040' && c <= '\u30ff')
                || (c >= '\uac00' && c <= '\ud7a3');
    }
}
