package io.compuerta.policy.signal.firewall;

import java.util.Locale;

/** A way of hiding text from a reader of plain words. Reasons name it in lower case with dashes. */
enum Trick {
    INVISIBLE,
    LOOK_ALIKE,
    STACKED_MARKS,
    SPACED_LETTERS,
    LEETSPEAK,
    BASE64,
    HEX,
    ESCAPES,
    SHIFTED_ALPHABET,
    REVERSED;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
