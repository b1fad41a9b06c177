package io.compuerta.policy.signal.firewall;

import java.util.Optional;
import java.util.Set;

/**
 * Reads digits and signs as the letters they imitate, when the text looks as if they did: several mixed words, or one
 * whose reading the lexicon knows. {@code EC2}, {@code mp3} and order numbers do not make a reading.
 */
final class LeetSpeak {

    private static final String SIGNS = "0134578@$!|+";
    private static final String LETTERS = "oieastbasilt";
    private static final int SHORTEST_HEXADECIMAL = 4;

    private final Lexicon lexicon;

    LeetSpeak(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    Optional<String> read(String text, Set<Trick> tricks) {
        int words = 0;
        int mixed = 0;
        boolean known = false;
        for (int i = 0; i < text.length(); ) {
            int end = pieceEnd(text, i);
            if (end > i) {
                words++;
                if (isMixed(text, i, end)) {
                    mixed++;
                    // Long readings only: a short one is too easily an identifier.
                    known |= end - i >= 5 && mixed <= 64 && lexicon.recognizes(reading(text, i, end));
                }
            }
            i = Math.max(end, i) + 1;
        }
        if (!known && (mixed < 3 || mixed * 4 < words)) {
            return Optional.empty();
        }
        tricks.add(Trick.LEETSPEAK);
        return Optional.of(readAll(text, mixed * 4 >= words));
    }

    private static String readAll(String text, boolean digitsToo) {
        StringBuilder read = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int end = pieceEnd(text, i);
            if (end > i) {
                boolean convert = isMixed(text, i, end) || digitsToo && end - i <= 4;
                read.append(convert ? reading(text, i, end) : text.substring(i, end));
            }
            if (end < text.length()) {
                read.append(text.charAt(end));
            }
            i = end + 1;
        }
        return read.toString();
    }

    private static int pieceEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (Folding.isWordChar(text.charAt(end)) || isInnerSign(text, end))) {
            end++;
        }
        return end;
    }

    /** A sign counts as a letter only if a letter or digit follows: {@code "stop!"} ends with a mark. */
    private static boolean isInnerSign(String text, int i) {
        char c = text.charAt(i);
        return (c == '@' || c == '$' || c == '!' || c == '|')
                && i + 1 < text.length()
                && Folding.isWordChar(text.charAt(i + 1));
    }

    /** Letters on both sides of a sign, or a sign before letters: {@code 1gn0re}, {@code pr0mpt}; not {@code v2}. */
    private static boolean isMixed(String text, int from, int end) {
        int letters = 0;
        int signs = 0;
        boolean signThenLetter = false;
        boolean sign = false;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isLetter(c)) {
                letters++;
                signThenLetter |= sign;
                sign = false;
            } else if (SIGNS.indexOf(c) >= 0) {
                signs++;
                sign = true;
            } else {
                return false;
            }
        }
        boolean looksMixed =
                letters > 0 && signs > 0 && (signThenLetter || letters > 2 && signs <= 2 && end - from < 16);
        return looksMixed && !isHexadecimal(text, from, end);
    }

    /** A group of a UUID or the beginning of a digest, which people paste every day. */
    private static boolean isHexadecimal(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return end - from >= SHORTEST_HEXADECIMAL;
    }

    private static String reading(String text, int from, int end) {
        char[] read = new char[end - from];
        for (int i = from; i < end; i++) {
            int at = SIGNS.indexOf(text.charAt(i));
            read[i - from] = at < 0 ? text.charAt(i) : LETTERS.charAt(at);
        }
        // 1 stands for i and for l; a vowel or another l after it decides (rules, please, all), but for ions.
        for (int i = read.length - 1; i >= 0; i--) {
            boolean more = i + 1 < read.length;
            if (text.charAt(from + i) == '1' && more && "aeul".indexOf(Character.toLowerCase(read[i + 1])) >= 0) {
                read[i] = 'l';
            } else if (text.charAt(from + i) == '1' && !more && i > 0 && text.charAt(from + i - 1) == '1') {
                read[i] = 'l';
            }
        }
        return new String(read);
    }
}
