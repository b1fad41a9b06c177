package io.compuerta.gateway.privacy;

import java.util.Set;

/**
 * A value that can be recognised wherever it stands. A finding is always replaced where it was found; only the search
 * for further occurrences, and the last check on outgoing bytes, keep to values that {@link #is}.
 *
 * @param caseMatters a single word, which in another case may be another word ("Rosa", "rosa")
 * @param insideWords counts inside a longer word too: long enough, and with a digit or an at sign
 */
record Traceable(Treatment treatment, String spelling, boolean caseMatters, boolean insideWords) {

    private static final int MIN_LETTERS = 3;
    private static final int MIN_DIGITS = 5;
    private static final int MIN_INSIDE_WORDS = 8;

    /** Words of the providers' protocols and of model names, which every outgoing body may hold. */
    private static final Set<String> COMMON_WORDS = Set.of(("user system assistant developer tool tools function model"
                    + " role content text name type input output messages auto none true false null object string"
                    + " number integer boolean array required properties description parameters stream temperature"
                    + " claude gpt openai anthropic gemini google qwen mistral deepseek llama groq kimi")
            .split(" "));

    static Traceable of(Treatment treatment, String spelling) {
        int letters = 0;
        int digits = 0;
        boolean space = false;
        for (int i = 0; i < spelling.length(); i++) {
            char c = spelling.charAt(i);
            letters += Character.isLetter(c) ? 1 : 0;
            digits += Character.isDigit(c) ? 1 : 0;
            space |= Character.isWhitespace(c);
        }
        boolean at = spelling.indexOf('@') >= 0;
        boolean inside = isIdeographic(spelling) || (digits > 0 || at) && letters + digits >= MIN_INSIDE_WORDS;
        return new Traceable(treatment, spelling, !space && !at && digits == 0, inside);
    }

    /**
     * Whether a value is long enough to mean something on its own: 3 letters or digits with a letter among them, 5
     * digits if they are alone, 2 Chinese characters; and none of the words that every call to a provider may hold.
     */
    static boolean is(String spelling) {
        int letters = 0;
        int digits = 0;
        for (int i = 0; i < spelling.length(); i++) {
            letters += Character.isLetter(spelling.charAt(i)) ? 1 : 0;
            digits += Character.isDigit(spelling.charAt(i)) ? 1 : 0;
        }
        if (letters == 0) {
            return digits >= MIN_DIGITS;
        }
        return letters + digits >= (isIdeographic(spelling) ? 2 : MIN_LETTERS) && !COMMON_WORDS.contains(spelling);
    }

    private static boolean isIdeographic(String spelling) {
        return spelling.codePoints().anyMatch(Character::isIdeographic);
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "Traceable[" + treatment.type() + ']';
    }
}
