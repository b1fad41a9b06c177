package io.compuerta.policy.signal.pii;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * A regular expression that no text can slow down. RE2/J takes time linear in the text for one match, but asking it for
 * all matches may still take the square: {@code .*x|a} looks to the end of the text for each of its letters. So a search
 * looks some {@link #REACH} characters ahead only, which is more than an identifier needs, and gives up where it would
 * read the same characters too often ({@link TooHard}). Immutable and thread-safe.
 */
public final class LinearPattern {

    /** Characters of a pattern. */
    public static final int MAX_LENGTH = 500;

    /** Steps of the compiled pattern, about one for each character that it spells out. */
    public static final int MAX_STEPS = 500;

    /** A match up to this length is found whole; a longer one may come in pieces. */
    public static final int REACH = 128;

    /** How often the characters in sight may be read on the average; honest patterns come to two or three. */
    private static final int MOST_READINGS = 16;

    /** A pattern that can match nothing at all does so in one of these. */
    private static final List<String> PROBES = List.of("", "a", "1", " ", "-", "a b", "\n", "é");

    private final Pattern pattern;
    private final String required;

    private LinearPattern(Pattern pattern, String required) {
        this.pattern = pattern;
        this.required = required;
    }

    /** A pattern that cannot be used, and why, in words that name what is allowed. */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** @throws Refused when the pattern is broken, too large, or matches the empty text */
    public static LinearPattern compile(String pattern) {
        return compile(pattern, 0);
    }

    /** The same, for a pattern to which capitals and small letters are one. */
    public static LinearPattern ignoringCase(String pattern) {
        return compile(pattern, Pattern.CASE_INSENSITIVE);
    }

    private static LinearPattern compile(String pattern, int flags) {
        if (pattern.length() > MAX_LENGTH) {
            throw new Refused("the pattern has " + pattern.length() + " characters; at most " + MAX_LENGTH);
        }
        long steps = PatternSize.estimate(pattern);
        if (steps > MAX_STEPS) {
            throw new Refused(
                    "the pattern repeats too much: it comes to some " + steps + " steps; at most " + MAX_STEPS);
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern, flags);
        } catch (PatternSyntaxException e) {
            throw new Refused(reason(e));
        } catch (StackOverflowError e) {
            throw new Refused("the pattern is nested too deeply");
        }
        for (String probe : PROBES) {
            Matcher matcher = compiled.matcher(probe);
            for (int at = 0; at <= probe.length() && matcher.find(at); at = Math.max(at, matcher.end()) + 1) {
                if (matcher.end() == matcher.start()) {
                    throw new Refused("the pattern matches the empty text; let it demand at least one character");
                }
            }
        }
        return new LinearPattern(compiled, flags == 0 ? RequiredText.of(pattern) : "");
    }

    private static String reason(PatternSyntaxException e) {
        String part = e.getPattern() == null || e.getPattern().isEmpty() ? "" : " at '" + e.getPattern() + "'";
        String hint = String.valueOf(e.getDescription()).contains("Perl") || part.matches(" at '\\\\[1-9]'")
                ? "; look-around and back-references cannot be matched in linear time"
                : "";
        return "not a regular expression: " + e.getDescription() + part + hint;
    }

    /** A search that was given up, since the text made the pattern look ahead from too many places. */
    static final class TooHard extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooHard() {
            super("a pattern must not read a text more than " + MOST_READINGS + " times", null, false, false);
        }
    }

    /** What is told of a match: where it begins and the index after it. */
    @FunctionalInterface
    interface Sink {
        void found(int start, int end);
    }

    /**
     * Tells the matches in order; none overlaps the one before and none is empty.
     *
     * @throws TooHard               where the text would make the search slow
     * @throws CancellationException when the thread is interrupted: nobody waits for the result any more
     */
    void find(String text, Sink sink) {
        if (!required.isEmpty() && !text.contains(required)) {
            return;
        }
        int at = 0;
        for (int from = 0; from < text.length(); from += REACH) {
            int stop = Math.min(text.length(), from + REACH);
            if (at >= stop) {
                continue;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the search for personal data was given up");
            }
            Matcher matcher = pattern.matcher(new Head(text, Math.min(text.length(), stop + REACH)));
            at = Math.max(at, from);
            // One that begins behind the stop is found again, with more of the text behind it.
            while (at < stop && matcher.find(at) && matcher.start() < stop) {
                if (matcher.end() > matcher.start()) {
                    sink.found(matcher.start(), matcher.end());
                    at = matcher.end();
                } else {
                    at = matcher.start() + 1;
                }
            }
        }
    }

    /** Whether the pattern describes the whole of the text. */
    public boolean matches(String text) {
        return pattern.matches(text);
    }

    /** The beginning of a text, without a copy; what stands before a match is still seen by {@code \b} and {@code ^}. */
    private static final class Head implements CharSequence {

        private final String text;
        private final int length;
        private int readings = MOST_READINGS * 2 * REACH;

        private Head(String text, int length) {
            this.text = text;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public char charAt(int index) {
            if (--readings < 0) {
                throw new TooHard();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        /** RE2/J reads character by character; whoever prints this must not see the text. */
        @Override
        public String toString() {
            return "Head[" + length + " chars]";
        }
    }

    /** As it was written. */
    @Override
    public String toString() {
        return pattern.pattern();
    }
}
