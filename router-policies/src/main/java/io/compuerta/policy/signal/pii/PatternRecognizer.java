package io.compuerta.policy.signal.pii;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A recogniser of the operator's own: a pattern, and if wanted a checksum and words of which one must stand near by.
 * Thread-safe, immutable, linear in the text.
 */
public final class PatternRecognizer implements PiiDetector {

    /** Characters before a match in which a context word counts, as far as the word's end. */
    public static final int REACH_BEFORE = 80;

    /** Characters behind a match in which a context word counts, as far as the word's beginning. */
    public static final int REACH_BEHIND = 40;

    /** What {@link #name()} begins with. */
    public static final String PREFIX = "custom:";

    private final String name;
    private final PiiType type;
    private final LinearPattern pattern;
    private final Optional<Checksum> checksum;
    private final long[] context;
    private final double confidence;

    /**
     * @param name       without {@link #PREFIX}
     * @param checksum   without it, every match counts
     * @param context    words, of which one must stand near a match for it to count; capitals and accents do not matter.
     *                   Empty: every match counts
     * @param confidence of every match that counts, above 0 and up to 1
     * @throws IllegalArgumentException when a context word is none, see {@link #isContextWord}
     */
    public PatternRecognizer(
            String name,
            PiiType type,
            LinearPattern pattern,
            Optional<Checksum> checksum,
            Collection<String> context,
            double confidence) {
        this.name = PREFIX + name;
        this.type = type;
        this.pattern = pattern;
        this.checksum = checksum;
        this.context =
                context.stream().mapToLong(PatternRecognizer::hash).sorted().toArray();
        this.confidence = confidence;
    }

    /** Whether a word can be found in texts: letters only. */
    public static boolean isContextWord(String word) {
        ScannedText text = ScannedText.of(word);
        return text.count() == 1 && text.isWord(0) && text.length(0) == word.length();
    }

    private static long hash(String word) {
        if (!isContextWord(word)) {
            throw new IllegalArgumentException("a context word has letters only, not '" + word + "'");
        }
        return Folding.hash(word);
    }

    @Override
    public String name() {
        return name;
    }

    /** A recogniser that was given up on a text, by name; the text must then count as not searched. */
    public static final class GaveUp extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GaveUp(String name) {
            super(
                    "the recognizer " + name + " takes too long: its pattern looks far ahead from many places; bound"
                            + " what it repeats",
                    null,
                    false,
                    false);
        }
    }

    /** @throws GaveUp where the text would make the pattern slow */
    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        try {
            search(text, found);
        } catch (LinearPattern.TooHard e) {
            throw new GaveUp(name);
        }
    }

    private void search(ScannedText text, Consumer<PiiFinding> found) {
        pattern.find(text.text(), (start, end) -> {
            boolean counts =
                    checksum.map(check -> check.holds(text.text(), start, end)).orElse(true)
                            && (context.length == 0 || hasContext(text, start, end));
            if (counts) {
                found.accept(new PiiFinding(start, end, type, confidence, name));
            }
        });
    }

    private boolean hasContext(ScannedText text, int start, int end) {
        for (int i = text.tokenAt(start - 1); i >= 0 && start - text.end(i) <= REACH_BEFORE; i--) {
            if (isContext(text, i)) {
                return true;
            }
        }
        for (int i = text.tokenAt(end - 1) + 1; i < text.count() && text.start(i) - end <= REACH_BEHIND; i++) {
            if (isContext(text, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isContext(ScannedText text, int token) {
        return text.isWord(token) && Arrays.binarySearch(context, text.hash(token)) >= 0;
    }

    /** The name and the type; patterns may hold what they look for. */
    @Override
    public String toString() {
        return "PatternRecognizer[" + name + ", " + type + "]";
    }
}
