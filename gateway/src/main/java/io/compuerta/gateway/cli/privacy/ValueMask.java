package io.compuerta.gateway.cli.privacy;

import io.compuerta.policy.signal.pii.PiiType;

/**
 * Shows enough of a value to know it again and too little to use it: {@code i***@c***}, {@code L*** F***}, {@code 12***}.
 * Nothing of a secret is shown, and the length of none.
 */
final class ValueMask {

    private static final String HIDDEN = "***";

    /** A longer value would be as good as known from its first words. */
    private static final int WORDS = 3;

    /** Shorter numbers would lose half of what they hide. */
    private static final int SHORT = 6;

    private ValueMask() {}

    static String of(PiiType type, String value) {
        return switch (type) {
            case SECRET -> HIDDEN;
            case EMAIL -> email(value);
            case PERSON, ADDRESS, USERNAME -> words(value);
            default -> letters(value) < SHORT ? HIDDEN : Printable.of(value.substring(0, 2)) + HIDDEN;
        };
    }

    private static String email(String value) {
        int at = value.indexOf('@');
        return at < 0 ? words(value) : first(value, 0) + HIDDEN + "@" + first(value, at + 1) + HIDDEN;
    }

    private static String words(String value) {
        StringBuilder masked = new StringBuilder();
        int words = 0;
        for (int i = 0; i < value.length() && words < WORDS; ) {
            if (!Character.isLetterOrDigit(value.codePointAt(i))) {
                i += Character.charCount(value.codePointAt(i));
                continue;
            }
            masked.append(words == 0 ? "" : " ").append(first(value, i)).append(HIDDEN);
            words++;
            while (i < value.length() && Character.isLetterOrDigit(value.codePointAt(i))) {
                i += Character.charCount(value.codePointAt(i));
            }
        }
        return words == 0 ? HIDDEN : masked.toString();
    }

    private static String first(String value, int at) {
        return at >= value.length() ? "" : Printable.of(Character.toString(value.codePointAt(at)));
    }

    private static long letters(String value) {
        return value.chars().filter(Character::isLetterOrDigit).count();
    }
}
