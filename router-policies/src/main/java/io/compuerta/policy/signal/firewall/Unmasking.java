package io.compuerta.policy.signal.firewall;

import java.text.Normalizer;
import java.util.Set;

/**
 * Removes what the eye does not see and replaces letters by those they imitate: zero-width and direction marks, letters
 * smuggled as Unicode tags, stacks of combining marks, compatibility forms (NFKC), Cyrillic and Greek look-alikes
 * (chosen from the Unicode security data, UTS 39). ASCII text is returned as it is.
 */
final class Unmasking {

    /** Marks kept on one letter. More is decoration, and unbounded stacks make normalisation quadratic. */
    private static final int MARKS = 3;

    private static final String CYRILLIC_AND_GREEK =
            "авеокмнтрсухіјѕԁԛԝһԍԼАВЕОКМНТРСУХІЈЅԀԚԜҺ" + "αβεικνορτυχγηΑΒΕΖΗΙΚΜΝΟΡΤΥΧωɑɡɩʏ";
    private static final String LATIN = "abeokmhtpcyxijsdqwhglABEOKMHTPCYXIJSDQWH" + "abeikvoptuxynABEZHIKMNOPTYXwagiy";

    /** The end of the Greek, Cyrillic and Armenian letters. */
    private static final int LAST = 0x560;

    private static final char[] LOOK_ALIKES = new char[LAST - 0x250];

    static {
        for (int i = 0; i < LOOK_ALIKES.length; i++) {
            LOOK_ALIKES[i] = (char) (0x250 + i);
        }
        for (int i = 0; i < LATIN.length(); i++) {
            LOOK_ALIKES[CYRILLIC_AND_GREEK.charAt(i) - 0x250] = LATIN.charAt(i);
        }
    }

    private Unmasking() {}

    static String unmask(String text, Set<Trick> tricks) {
        if (isAscii(text)) {
            return text;
        }
        String visible = withoutInvisible(text, tricks);
        String composed = Normalizer.isNormalized(visible, Normalizer.Form.NFKC)
                ? visible
                : Normalizer.normalize(visible, Normalizer.Form.NFKC);
        return withoutLookAlikes(composed, tricks);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String withoutInvisible(String text, Set<Trick> tricks) {
        StringBuilder visible = new StringBuilder(text.length());
        int hidden = 0;
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                visible.append((char) c);
                marks = 0;
            } else if (c >= 0xE0020 && c <= 0xE007E) {
                visible.append((char) (c - 0xE0000));
                hidden++;
            } else if (isInvisible(c)) {
                hidden++;
            } else if (c >= 0xFDF0 && c <= 0xFDFD) {
                // Arabic word ligatures compose to as many as eighteen letters each, and hide nothing.
                visible.append(' ');
            } else if (isCombining(c)) {
                if (++marks <= MARKS) {
                    visible.appendCodePoint(c);
                } else {
                    tricks.add(Trick.STACKED_MARKS);
                }
            } else {
                visible.appendCodePoint(c);
                marks = 0;
            }
        }
        // A joiner inside an emoji or a soft hyphen is everyday; a handful is not.
        if (hidden > 4) {
            tricks.add(Trick.INVISIBLE);
        }
        return visible.toString();
    }

    private static boolean isInvisible(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x61C
                || c == 0x115F
                || c == 0x180E
                || c == 0x3164
                || c == 0xFEFF
                || c >= 0x200B && c <= 0x200F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2060 && c <= 0x206F
                || c >= 0xFE00 && c <= 0xFE0F
                || c >= 0xE0000 && c <= 0xE01EF;
    }

    private static boolean isCombining(int c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** Replaces look-alikes in words that also hold Latin letters, or that imitate wholly in a Latin text. */
    private static String withoutLookAlikes(String text, Set<Trick> tricks) {
        int latin = 0;
        int foreign = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x370 && c < LAST || c >= 0x250 && c < 0x2B0) {
                foreign++;
            } else if (c < 0x250 && Character.isLetter(c)) {
                latin++;
            }
        }
        if (foreign == 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text);
        boolean latinText = latin > foreign * 2;
        for (int i = 0; i < plain.length(); ) {
            int end = i;
            boolean hasLatin = false;
            boolean hasForeign = false;
            boolean allKnown = true;
            for (; end < plain.length() && Folding.isWordChar(plain.charAt(end)); end++) {
                char c = plain.charAt(end);
                boolean known = lookAlike(c) != c;
                hasForeign |= known;
                hasLatin |= c < 0x250 && Character.isLetter(c);
                allKnown &= known || c < 0x250;
            }
            if (hasForeign && allKnown && (hasLatin || latinText)) {
                for (int k = i; k < end; k++) {
                    plain.setCharAt(k, lookAlike(plain.charAt(k)));
                }
                if (hasLatin) {
                    tricks.add(Trick.LOOK_ALIKE);
                }
            }
            i = end + 1;
        }
        return plain.toString();
    }

    private static char lookAlike(char c) {
        return c < 0x250 || c >= LAST ? c : LOOK_ALIKES[c - 0x250];
    }
}
