package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiType;
import java.text.Normalizer;
import java.util.Locale;

/** Ways to compare two texts that differ only in how they are written. */
final class FoldedText {

    private FoldedText() {}

    /** Lower case character by character, so that offsets stay what they are; as {@link String#equalsIgnoreCase}. */
    static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    static String ascii(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Letters, digits and the underscore; half of a surrogate pair is none. */
    static boolean isWord(char c) {
        return c < 128
                ? c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
                : Character.isLetterOrDigit(c);
    }

    /**
     * What two spellings of the same value have in common: numbers lose their grouping, names and addresses their case
     * and spacing. A secret or user name is only itself.
     */
    static String canonical(PiiType type, String value) {
        return switch (type) {
            case SECRET, USERNAME -> value;
            case PERSON, ADDRESS, EMAIL, DOB -> folded(value, ' ');
            case PHONE, IP, MAC, IBAN, CREDIT_CARD, BANK_ACCOUNT -> folded(value, '\0');
            case ES_DNI, ES_NIE, ES_CIF, ES_NUSS, PASSPORT, LICENSE_PLATE -> folded(value, '\0');
            case MX_CURP, MX_RFC, AR_DNI, AR_CUIT, CL_RUT, CO_CC, CO_NIT, PE_DNI, PE_RUC -> folded(value, '\0');
            case BR_CPF, BR_CNPJ, PT_NIF, IT_CF, FR_NIR, DE_TAXID, UK_NINO, US_SSN -> folded(value, '\0');
            case DRIVER_LICENSE, ID -> folded(value, '\0');
        };
    }

    /** Composed and lower case; white space becomes one {@code gap}, or goes with dots, hyphens and such if it is 0. */
    private static String folded(String value, char gap) {
        String composed = Normalizer.normalize(value, Normalizer.Form.NFC);
        StringBuilder out = new StringBuilder(composed.length());
        boolean pending = false;
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            if (Character.isWhitespace(c) || c == '\u00a0' || c == '\u202f') {
                pending = true;
            } else if (gap != 0 || ".-/()".indexOf(c) < 0) {
                if (pending && gap != 0 && !out.isEmpty()) {
                    out.append(gap);
                }
                pending = false;
                out.append(fold(c));
            }
        }
        return out.toString();
    }
}
