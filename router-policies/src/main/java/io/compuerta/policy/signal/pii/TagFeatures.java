package io.compuerta.policy.signal.pii;

/**
 * What the name tagger knows of a token: the words around it, their shapes, their endings, and what the lexicon says,
 * each hashed to a row of the weight table (Weinberger et al., "Feature hashing", 2009). The order of the features is
 * part of the model: a change here asks for new training.
 */
final class TagFeatures {
    /** Features of one token. */
    static final int COUNT = 27;

    /** Kinds of token that the transition weights tell apart. */
    static final int KINDS = 12;

    private static final long NAME_CUES = Cue.of(
            Cue.GIVEN,
            Cue.SURNAME,
            Cue.TITLE,
            Cue.PARTICLE,
            Cue.INTRODUCTION,
            Cue.STREET,
            Cue.STREET_SUFFIX,
            Cue.UNIT,
            Cue.RESIDENCE,
            Cue.PLACE,
            Cue.MONTH,
            Cue.ORGANIZATION,
            Cue.COMMON,
            Cue.FAMOUS,
            Cue.ROLE,
            Cue.SPEECH,
            Cue.EPONYM);

    /** Tokens outside the text, before and behind it, that a feature may look at. */
    private static final int EDGE = 2;

    private final ScannedText text;
    private final int mask;

    /** Of each token and the edges, since features ask for them five times over. */
    private final long[] words;

    private final long[] shapes;
    private final long[] cues;

    /**
     * @param slots  rows of the weight table, a power of two
     * @param hidden cues to leave out, so that training also meets names no list holds
     */
    TagFeatures(ScannedText text, int slots, long hidden) {
        this.text = text;
        this.mask = slots - 1;
        int length = text.count() + 2 * EDGE;
        words = new long[length];
        shapes = new long[length];
        cues = new long[length];
        for (int i = 0; i < length; i++) {
            words[i] = wordOf(i - EDGE);
            shapes[i] = shapeOf(i - EDGE);
            cues[i] = text.cues(i - EDGE) & NAME_CUES & ~hidden;
        }
    }

    /** Fills in the rows of the token's features. */
    void of(int i, int[] rows) {
        long w0 = word(i);
        long w1 = word(i - 1);
        long w2 = word(i - 2);
        long n1 = word(i + 1);
        long n2 = word(i + 2);
        long s0 = shape(i);
        long s1 = shape(i - 1);
        long t1 = shape(i + 1);
        long g0 = cues(i);
        long g1 = cues(i - 1);
        long g2 = cues(i - 2);
        long h1 = cues(i + 1);
        long h2 = cues(i + 2);
        int f = 0;
        rows[f++] = row(1, w0, 0);
        rows[f++] = row(2, w1, 0);
        rows[f++] = row(3, n1, 0);
        rows[f++] = row(4, w2, 0);
        rows[f++] = row(5, n2, 0);
        rows[f++] = row(6, w1, w0);
        rows[f++] = row(7, w0, n1);
        rows[f++] = row(8, w2, w1);
        rows[f++] = row(9, n1, n2);
        rows[f++] = row(10, s0, 0);
        rows[f++] = row(11, s1, s0);
        rows[f++] = row(12, s0, t1);
        rows[f++] = row(13, s1 * 31 + s0, t1);
        rows[f++] = row(14, w1, s0);
        rows[f++] = row(15, n1, s0);
        rows[f++] = row(16, affix(i, 2, false), s0);
        rows[f++] = row(17, affix(i, 3, false), s0);
        rows[f++] = row(18, affix(i, 3, true), s0);
        rows[f++] = row(19, g0, s0);
        rows[f++] = row(20, g1, g0);
        rows[f++] = row(21, g0, h1);
        rows[f++] = row(22, g1 * 31 + g0, h1);
        rows[f++] = row(23, g2 * 31 + g1, g0);
        rows[f++] = row(24, g0 * 31 + h1, h2);
        rows[f++] = row(25, g1 * 31 + s1, g0 * 31 + s0);
        rows[f++] = row(26, h1 * 31 + t1, g0 * 31 + s0);
        rows[f] = row(27, shape(i - 2) * 961 + s1 * 31 + s0, shape(i + 2) * 31 + t1);
    }

    /** One of {@link #KINDS}. */
    int kind(int i) {
        if (text.startsLine(i)) {
            return 0;
        }
        if (text.isNumber(i)) {
            return 1;
        }
        long g = cues(i);
        if (!text.isWord(i)) {
            char c = text.charAt(text.start(i));
            return c == ',' ? 2 : c == '.' ? 3 : c == '-' || c == '\'' || c == '’' ? 4 : 5;
        }
        boolean capital = text.isCapitalized(i);
        if ((g & Cue.PARTICLE.bit()) != 0) {
            return 6;
        }
        if ((g & Cue.COMMON.bit()) != 0) {
            return 7;
        }
        boolean name = (g & (Cue.GIVEN.bit() | Cue.SURNAME.bit())) != 0;
        return capital ? name ? 8 : 9 : name ? 10 : 11;
    }

    private long word(int i) {
        return words[i + EDGE];
    }

    private long cues(int i) {
        return cues[i + EDGE];
    }

    private long shape(int i) {
        return shapes[i + EDGE];
    }

    private long wordOf(int i) {
        if (i < 0 || i >= text.count()) {
            return i < 0 ? 3 : 5;
        }
        return text.isNumber(i) ? 7 + Math.min(text.length(i), 9) : text.hash(i);
    }

    private long shapeOf(int i) {
        if (i < 0 || i >= text.count()) {
            return 1;
        }
        long line = text.startsLine(i) ? 64 : 0;
        if (text.isNumber(i)) {
            return line + 2 + Math.min(text.length(i), 7);
        }
        if (!text.isWord(i)) {
            return line + 10;
        }
        long joined = text.touchesPrevious(i) ? 32 : 0;
        char first = text.charAt(text.start(i));
        if (!Character.isUpperCase(first)) {
            return line + joined + 11;
        }
        int length = text.length(i);
        boolean all = length > 1 && Character.isUpperCase(text.charAt(text.end(i) - 1));
        return line + joined + (length == 1 ? 12 : all ? 13 : 14);
    }

    private long affix(int i, int length, boolean front) {
        if (!text.isWord(i) || text.length(i) < length) {
            return 0;
        }
        int from = front ? text.start(i) : text.end(i) - length;
        long value = 0;
        for (int at = from; at < from + length; at++) {
            value = value * 1009 + Folding.fold(text.charAt(at));
        }
        return value;
    }

    private int row(int feature, long a, long b) {
        long h = (a * 0x9E3779B97F4A7C15L)
                ^ Long.rotateLeft(b * 0xC2B2AE3D27D4EB4FL, 31)
                ^ feature * 0x165667B19E3779F9L;
        h = (h ^ (h >>> 32)) * 0x9FB21C651E98DF25L;
        return (int) (h >>> 40) & mask;
    }
}
