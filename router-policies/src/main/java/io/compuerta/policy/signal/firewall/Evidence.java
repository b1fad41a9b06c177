package io.compuerta.policy.signal.firewall;

import java.util.List;

/**
 * A reading of a text with everything that is weighed: its words, their ideas, the rules that hit. Features are emitted
 * for the word at which they end, so that the weight of any window is a difference of two prefix sums and windows cost
 * nothing beyond the one pass.
 */
final class Evidence {

    /** Receives features; {@code word} is where the feature ends. */
    @FunctionalInterface
    interface Sink {
        void add(int word, int bucket, float value);
    }

    /** Buckets of the hashed feature space, as a power of two. With 18, collisions cost two points of recall. */
    static final int BITS = 20;

    static final int BUCKETS = 1 << BITS;

    /** Words between two ideas that are still read together. */
    private static final int REACH = 5;

    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final int PIECES = 0x10;
    private static final int WORD = 1;
    private static final int PAIR = 2;
    private static final int SKIP = 3;
    private static final int MARK = 4;
    private static final int IDEA = 5;
    private static final int IDEAS = 6;
    private static final int RULE = 7;
    private static final int TRICK = 8;
    private static final int TOGETHER = 9;

    /** Ideas and rules count for more than words: they hold for texts of other authors, whose words differ. */
    private static final float TWICE = 2f;

    private static final float WHOLE = 1f;
    private static final float PART = 0.5f;
    /** A word has a dozen pieces; together they should weigh what the word does. */
    private static final float PIECE = 0.25f;

    private final Words words;
    private final long[] marks;
    private final int width;
    private final long ideaBits;
    private final List<FirewallRules.Hit> hits;

    private Evidence(Words words, long[] marks, Lexicon lexicon, List<FirewallRules.Hit> hits) {
        this.words = words;
        this.marks = marks;
        this.width = lexicon.width();
        // Ideas come first among the marks; the literal groups of rules may share their long.
        this.ideaBits = -1L >>> Long.SIZE - lexicon.ideas().size();
        this.hits = hits;
    }

    static Evidence of(String view, FirewallRules rules) {
        Words words = Words.of(view);
        long[] marks = rules.lexicon().mark(words);
        return new Evidence(words, marks, rules.lexicon(), rules.find(marks, words.count()));
    }

    Words words() {
        return words;
    }

    List<FirewallRules.Hit> hits() {
        return hits;
    }

    /** How many different ideas the words have together. */
    int differentIdeas() {
        long all = 0;
        for (int word = 0; word < words.count(); word++) {
            all |= ideas(word);
        }
        return Long.bitCount(all);
    }

    /** The ideas of a word as bits. */
    long ideas(int word) {
        return marks[word * width] & ideaBits;
    }

    /** Words, pairs, marks, ideas and rules: what names a kind of attack. */
    void emitMeaning(Sink sink) {
        int count = words.count();
        long before = 0;
        long earlier = 0;
        for (int w = 0; w < count; w++) {
            long word = key(w);
            sink.add(w, bucket(word, WORD), WHOLE);
            sink.add(w, bucket(before * 31 + word, PAIR), WHOLE);
            sink.add(w, bucket(earlier * 31 + word, SKIP), PART);
            if (words.gap(w) != 0) {
                // A closing mark belongs to the sentence it ends.
                sink.add(w == 0 ? 0 : w - 1, bucket(words.gap(w), MARK), PART);
            }
            earlier = before;
            before = word;
            emitIdeas(w, sink);
        }
        if (count > 0 && words.gap(count) != 0) {
            sink.add(count - 1, bucket(words.gap(count), MARK), PART);
        }
        for (FirewallRules.Hit hit : hits) {
            sink.add(hit.to(), ruleBucket(hit.rule()), TWICE);
        }
    }

    private void emitIdeas(int w, Sink sink) {
        long here = ideas(w);
        for (long rest = here; rest != 0; rest &= rest - 1) {
            int idea = Long.numberOfTrailingZeros(rest);
            sink.add(w, ideaBucket(idea), TWICE);
            for (int back = 1; back <= REACH && back <= w; back++) {
                for (long other = ideas(w - back); other != 0; other &= other - 1) {
                    int first = Long.numberOfTrailingZeros(other);
                    sink.add(w, ideasBucket(first, idea), WHOLE);
                }
            }
        }
    }

    /** Ideas, pairs of ideas in a sentence and rules, without any word: what holds for every author and language. */
    void emitProfile(Sink sink) {
        for (int w = 0; w < words.count(); w++) {
            for (long rest = ideas(w); rest != 0; rest &= rest - 1) {
                sink.add(w, ideaBucket(Long.numberOfTrailingZeros(rest)), WHOLE);
            }
        }
        Windows.sentences(words, Windows.SENTENCE, (from, to) -> emitTogether(from, to, sink));
        for (FirewallRules.Hit hit : hits) {
            sink.add(hit.to(), ruleBucket(hit.rule()), TWICE);
        }
    }

    /** Two ideas anywhere in a sentence, whatever their order: what one author puts in a clause another spreads out. */
    private void emitTogether(int from, int to, Sink sink) {
        long all = 0;
        for (int w = from; w < to; w++) {
            all |= ideas(w);
        }
        for (long rest = all; rest != 0; rest &= rest - 1) {
            int first = Long.numberOfTrailingZeros(rest);
            for (long other = rest & rest - 1; other != 0; other &= other - 1) {
                sink.add(to - 1, togetherBucket(first, Long.numberOfTrailingZeros(other)), PART);
            }
        }
    }

    /** Pieces of words, three to five letters with the word's edges: they survive inflection, typos and kin languages. */
    void emitPieces(Sink sink) {
        char[] letters = words.letters();
        for (int w = 0; w < words.count(); w++) {
            int from = words.start(w);
            int length = words.end(w) - from;
            if (length < 3) {
                continue;
            }
            for (int i = -1; i <= length - 2; i++) {
                long hash = 0;
                for (int n = 1; n <= 5 && i + n - 1 <= length; n++) {
                    int at = i + n - 1;
                    char c = at < 0 || at == length ? ' ' : letters[from + at];
                    hash = Words.step(hash, c);
                    if (n >= 3) {
                        sink.add(w, bucket(hash, PIECES), PIECE);
                    }
                }
            }
        }
    }

    /** Numbers count by their length: which digits they hold teaches nothing. */
    private long key(int w) {
        char[] letters = words.letters();
        int end = words.end(w);
        for (int i = words.start(w); i < end; i++) {
            if (letters[i] < '0' || letters[i] > '9') {
                return words.hash(w);
            }
        }
        return (long) end - words.start(w);
    }

    static int ideaBucket(int idea) {
        return bucket(idea, IDEA);
    }

    /** Two ideas close together, in this order. */
    static int ideasBucket(int first, int second) {
        return bucket(first * 64L + second, IDEAS);
    }

    /** Two ideas in one sentence; the smaller comes first. */
    static int togetherBucket(int first, int second) {
        return bucket(first * 64L + second, TOGETHER);
    }

    static int ruleBucket(int rule) {
        return bucket(rule, RULE);
    }

    /** Where the weight of a disguise stands. It counts once for the text, not for a window. */
    static int bucket(Trick trick) {
        return bucket(trick.ordinal(), TRICK);
    }

    static int bucket(long hash, int family) {
        long mixed = (hash + family) * PRIME;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return (int) (mixed >>> 64 - BITS);
    }
}
