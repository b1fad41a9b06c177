package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;

/**
 * What stands for a value: {@code [PERSON_k7x3q9]}, and {@code [PERSON_k7x3q9_2]} for a second spelling of the same
 * value, so that the model sees one person and the answer gets back each spelling.
 *
 * <p>The type word tells the model what it is reading. The id has {@value #ID_LENGTH} characters of an alphabet without
 * vowels and look-alikes, with a digit and a letter at least: neither {@code id_rsa} nor {@code email_format} nor
 * {@code ID_123456} looks like one.
 *
 * @param id      lower case
 * @param variant 1 for the first spelling, whose number is not written
 */
record Placeholder(PiiType type, String id, int variant) {

    static final String ALPHABET = "23456789bcdfghjkmnpqrstvwxz";
    static final int ID_LENGTH = 6;
    static final int MAX_VARIANT = 9999;

    /** Whether {@code c}, already lower case, may stand in an id. */
    static boolean isIdChar(char c) {
        return ALPHABET.indexOf(c) >= 0;
    }

    /** What a text is looked up by: lower case, without brackets. */
    String core() {
        String base = FoldedText.ascii(type.name()) + '_' + id;
        return variant == 1 ? base : base + '_' + variant;
    }

    /** As it is written into a text. */
    @Override
    public String toString() {
        return variant == 1 ? "[" + type + '_' + id + ']' : "[" + type + '_' + id + '_' + variant + ']';
    }
}
