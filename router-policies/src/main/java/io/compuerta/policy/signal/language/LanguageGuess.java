package io.compuerta.policy.signal.language;

import java.util.List;

/**
 * Guesses the language of a text from its script, its letters and its small words. Good enough to choose a rule, not to
 * prove anything: short or mixed texts give {@link #UNDETERMINED}. Thread-safe.
 */
public final class LanguageGuess {

    /** The ISO 639 code for "cannot tell". */
    public static final String UNDETERMINED = "und";

    /** Reading further never changed the answer on running text. */
    private static final int READ_AT_MOST = 2_000;

    /** Letters weigh like this many small words that no other language has. */
    private static final double LETTER_WEIGHT = 1.5;

    /** The least evidence that counts, and by how much the first must lead the second. */
    private static final double LEAST = 0.9;

    private static final double LEAD = 1.15;

    private static final List<String> LATIN = List.of("es", "en", "pt", "fr", "de", "it", "ca", "nl", "gl", "eu");
    private static final PhraseIndex SMALL_WORDS =
            Lexicon.read(LanguageGuess.class, "stop-words.txt", code -> 1L << LATIN.indexOf(code));

    private LanguageGuess() {}

    /** An ISO 639-1 code such as {@code es}, or {@link #UNDETERMINED}. */
    public static String of(CharSequence text) {
        int end = Math.min(text.length(), READ_AT_MOST);
        String script = byScript(text, end);
        if (!script.isEmpty()) {
            return script;
        }
        double[] evidence = new double[LATIN.size()];
        addLetters(text, end, evidence);
        Words words = Words.of(text, 0, end);
        SMALL_WORDS.find(words, (mask, first, last) -> {
            // A word that several languages share says less about each.
            double share = 1.0 / Long.bitCount(mask);
            for (int i = 0; i < evidence.length; i++) {
                if ((mask & (1L << i)) != 0) {
                    evidence[i] += share;
                }
            }
        });
        return strongest(evidence);
    }

    private static String strongest(double[] evidence) {
        int best = 0;
        for (int i = 1; i < evidence.length; i++) {
            if (evidence[i] > evidence[best]) {
                best = i;
            }
        }
        double second = 0;
        for (int i = 0; i < evidence.length; i++) {
            if (i != best) {
                second = Math.max(second, evidence[i]);
            }
        }
        boolean clear = evidence[best] >= LEAST && evidence[best] >= second * LEAD;
        return clear ? LATIN.get(best) : UNDETERMINED;
    }

    /** The language of a script that is not Latin; empty when Latin letters prevail. */
    private static String byScript(CharSequence text, int end) {
        int letters = 0;
        int han = 0;
        int kana = 0;
        int hangul = 0;
        int cyrillic = 0;
        int arabic = 0;
        int greek = 0;
        int hebrew = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!Character.isLetter(c)) {
                continue;
            }
            letters++;
            if (c < '\u0370') {
                continue;
            }
            switch (Character.UnicodeScript.of(c)) {
                case HAN -> han++;
                case HIRAGANA, KATAKANA -> kana++;
                case HANGUL -> hangul++;
                case CYRILLIC -> cyrillic++;
                case ARABIC -> arabic++;
                case GREEK -> greek++;
                case HEBREW -> hebrew++;
                default -> {}
            }
        }
        // A Han character is a whole word, so a third of the letters is already most of the text.
        if ((han + kana) * 3 > letters) {
            return kana * 5 > han + kana ? "ja" : han + kana > 0 ? "zh" : "";
        }
        if (hangul * 2 > letters) {
            return "ko";
        }
        if (cyrillic * 2 > letters) {
            return "ru";
        }
        if (arabic * 2 > letters) {
            return "ar";
        }
        if (greek * 2 > letters) {
            return "el";
        }
        return hebrew * 2 > letters && letters > 0 ? "he" : "";
    }

    private static void addLetters(CharSequence text, int end, double[] evidence) {
        boolean[] seen = new boolean[evidence.length];
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < 128) {
                continue;
            }
            int language = switch (c) {
                case '¿', '¡', 'ñ', 'Ñ' -> 0;
                case 'ã', 'õ', 'Ã', 'Õ' -> 2;
                case 'œ', 'ù', 'û', 'î' -> 3;
                case 'ß', 'ä', 'Ä' -> 4;
                case 'ì' -> 5;
                case '·' -> 6;
                default -> -1;
            };
            if (language >= 0 && !seen[language]) {
                seen[language] = true;
                evidence[language] += LETTER_WEIGHT;
            }
        }
    }
}
