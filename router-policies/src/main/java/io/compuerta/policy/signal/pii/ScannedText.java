package io.compuerta.policy.signal.pii;

import java.util.Arrays;
import java.util.Objects;

/**
 * A text cut once into words, numbers and marks, with the {@link Cue} bits of every word, so that all detectors share
 * one linear pass. Immutable, of one scan only. A word is a run of letters, a number a run of ASCII digits, a mark any
 * other character but white space.
 */
public final class ScannedText {
    static final byte WORD = 0;
    static final byte NUMBER = 1;
    static final byte MARK = 2;

    private static final int REACH_CHARS = 60;
    private static final int DOTTED_MAX = 12;
    /** Cues of words that announce an identifier. */
    private static final long LABELS = Cue.GIVEN.bit() - 1;

    /** Longest word that can lead to the digits of an identifier. */
    static final int LEAD_CHARS = 6;

    private final String text;
    private final Lexicon lexicon;
    private int count;
    private int[] starts;
    private int[] ends;
    private byte[] kinds;
    private long[] hashes;
    private long[] cues;
    private int[] numbers = new int[16];
    private int numberCount;
    private int[] leads = new int[8];
    private int leadCount;

    ScannedText(String text, Lexicon lexicon) {
        this.text = Objects.requireNonNull(text, "text");
        this.lexicon = lexicon;
        int guess = text.length() / 4 + 16;
        starts = new int[guess];
        ends = new int[guess];
        kinds = new byte[guess];
        hashes = new long[guess];
        cues = new long[guess];
        cut();
    }

    /** Cuts a text for one scan. */
    public static ScannedText of(String text) {
        return new ScannedText(text, Lexicon.standard());
    }

    /** The text as it was given. */
    public String text() {
        return text;
    }

    /** Never shows the text: it may hold personal data. */
    @Override
    public String toString() {
        return "ScannedText[" + text.length() + " chars, " + count + " tokens]";
    }

    int count() {
        return count;
    }

    boolean hasNumbers() {
        return numberCount > 0;
    }

    /** How many numbers there are; {@link #number} tells where. */
    int numbers() {
        return numberCount;
    }

    /** The token that the i-th number is. */
    int number(int i) {
        return numbers[i];
    }

    /**
     * How many short words stand before a digit, touching it or one separator away, or begin a spaced fiscal code;
     * {@link #lead} tells where.
     */
    int leads() {
        return leadCount;
    }

    /** The token that the i-th of those words is. */
    int lead(int i) {
        return leads[i];
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }

    long hash(int token) {
        return hashes[token];
    }

    long cues(int token) {
        return token < 0 || token >= count ? 0 : cues[token];
    }

    /** The cues of this word and the next as one name. */
    long pairCues(int token) {
        return lexicon.cuesOf(Lexicon.pair(hashes[token], hashes[token + 1]));
    }

    boolean has(int token, Cue cue) {
        return (cues(token) & cue.bit()) != 0;
    }

    boolean isWord(int token) {
        return token >= 0 && token < count && kinds[token] == WORD;
    }

    boolean isNumber(int token) {
        return token >= 0 && token < count && kinds[token] == NUMBER;
    }

    boolean isMark(int token, char mark) {
        return token >= 0 && token < count && kinds[token] == MARK && text.charAt(starts[token]) == mark;
    }

    boolean isCapitalized(int token) {
        return isWord(token) && Character.isUpperCase(text.charAt(starts[token]));
    }

    /** Whether nothing, not even white space, stands between the token and the one before. */
    boolean touchesPrevious(int token) {
        return token > 0 && token < count && ends[token - 1] == starts[token];
    }

    boolean startsLine(int token) {
        return token == 0 || newlineBetween(ends[token - 1], starts[token]);
    }

    int length(int token) {
        return ends[token] - starts[token];
    }

    /** The character at the index, or NUL outside the text. */
    char charAt(int index) {
        return index < 0 || index >= text.length() ? '\0' : text.charAt(index);
    }

    /** Index of the last token that starts at or before the index, or -1. */
    int tokenAt(int index) {
        int found = Arrays.binarySearch(starts, 0, count, index);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * Tokens between this one and the nearest word before it that carries one of the cues, or -1. Looks back some
     * sixty characters at most.
     *
     * @param acrossNumbers whether a number in between ends the search: "pedido 4821: 612..." says nothing of the second
     */
    int distanceBefore(int token, long wanted, int reach, boolean acrossNumbers) {
        int nearest = Math.max(0, token - reach);
        for (int i = token - 1; i >= nearest && starts[token] - ends[i] <= REACH_CHARS; i--) {
            if ((cues[i] & wanted) != 0) {
                return token - i;
            }
            if (!acrossNumbers && kinds[i] == NUMBER || endsSentence(i)) {
                return -1;
            }
        }
        return -1;
    }

    /** A full stop after a whole word, a question or an exclamation mark, with a capital or an opening mark behind. */
    private boolean endsSentence(int token) {
        if (kinds[token] != MARK || token + 1 >= count || ends[token] == starts[token + 1]) {
            return false;
        }
        char mark = text.charAt(starts[token]);
        if (mark == '.') {
            boolean whole = token > 0 && (kinds[token - 1] == NUMBER || length(token - 1) > 4);
            return whole && (isCapitalized(token + 1) || isMark(token + 1, '¿') || isMark(token + 1, '¡'));
        }
        return mark == '?' || mark == '!';
    }

    boolean cuedBefore(int token, long wanted, int reach) {
        return distanceBefore(token, wanted, reach, true) >= 0;
    }

    /** Whether one of the next few tokens after the index carries one of the cues. */
    boolean cuedAfter(int end, long wanted, int reach) {
        int first = tokenAt(end - 1) + 1;
        for (int i = first; i < Math.min(count, first + reach); i++) {
            if ((cues[i] & wanted) != 0) {
                return true;
            }
        }
        return false;
    }

    private boolean newlineBetween(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    private void cut() {
        int at = 0;
        int length = text.length();
        while (at < length) {
            char c = text.charAt(at);
            if (c <= ' ' || c == '\u00a0' || Character.isWhitespace(c)) {
                at++;
            } else if (Folding.isDigit(c)) {
                int end = at + 1;
                while (end < length && Folding.isDigit(text.charAt(end))) {
                    end++;
                }
                noteLead(at);
                if (numberCount == numbers.length) {
                    numbers = Arrays.copyOf(numbers, numberCount * 2);
                }
                numbers[numberCount++] = count;
                add(at, end, NUMBER, 0, 0);
                at = end;
            } else if (isLetterAt(at)) {
                at = addWord(at);
            } else {
                int end = at + (Character.isHighSurrogate(c) && Character.isLowSurrogate(charAt(at + 1)) ? 2 : 1);
                add(at, end, MARK, c, 0);
                at = end;
            }
        }
    }

    /** Remembers the word that leads to a number which begins here. */
    private void noteLead(int at) {
        int last = count - 1;
        if (last > 0 && kinds[last] == MARK && ends[last] == at) {
            last--;
        }
        boolean touching = last >= 0 && kinds[last] == WORD && ends[last] == at;
        boolean apart =
                last >= 0 && kinds[last] == WORD && ends[last] == at - 1 && Mask.isSeparator(text.charAt(at - 1));
        if (apart && isTriple(last) && last > 0 && isTriple(last - 1) && isSeparated(last - 1)) {
            // The surname and the given name of a spaced fiscal code.
            addLead(last - 1);
        }
        if ((touching || apart) && ends[last] - starts[last] <= LEAD_CHARS) {
            addLead(last);
        }
    }

    private boolean isTriple(int token) {
        return kinds[token] == WORD && ends[token] - starts[token] == 3;
    }

    /** Whether one separating character stands between the token and the next. */
    private boolean isSeparated(int token) {
        return starts[token + 1] == ends[token] + 1 && Mask.isSeparator(text.charAt(ends[token]));
    }

    private void addLead(int token) {
        if (leadCount == leads.length) {
            leads = Arrays.copyOf(leads, leadCount * 2);
        }
        leads[leadCount++] = token;
    }

    private int addWord(int start) {
        int end = start + 1;
        while (end < text.length() && (isLetterAt(end) || Folding.isCombining(text.charAt(end)))) {
            end++;
        }
        long hash = Folding.hash(text, start, end);
        long bits = lexicon.cuesOf(hash);
        if (end - start == 1 && start > 1 && text.charAt(start - 1) == '.') {
            bits |= dottedCues(start) & LABELS;
        }
        add(start, end, WORD, hash, bits == 0 && Endings.isOrdinary(text, start, end) ? Cue.COMMON.bit() : bits);
        return end;
    }

    /** The cues of "DNI" for the last letter of "D.N.I". */
    private long dottedCues(int last) {
        int first = last;
        while (last - first < DOTTED_MAX
                && first > 1
                && text.charAt(first - 1) == '.'
                && isLetterAt(first - 2)
                && (first == 2 || !isLetterAt(first - 3))) {
            first -= 2;
        }
        var letters = new StringBuilder();
        for (int i = first; i <= last; i += 2) {
            letters.append(text.charAt(i));
        }
        return letters.length() < 2 ? 0 : lexicon.cuesOf(Folding.hash(letters));
    }

    private boolean isLetterAt(int at) {
        char c = text.charAt(at);
        return c < 128 ? Folding.isAsciiLetter(c) : c != 'º' && c != 'ª' && Character.isLetter(c);
    }

    private void add(int start, int end, byte kind, long hash, long bits) {
        if (count == starts.length) {
            int more = count * 2;
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
            kinds = Arrays.copyOf(kinds, more);
            hashes = Arrays.copyOf(hashes, more);
            cues = Arrays.copyOf(cues, more);
        }
        starts[count] = start;
        ends[count] = end;
        kinds[count] = kind;
        hashes[count] = hash;
        cues[count] = bits;
        count++;
    }
}
