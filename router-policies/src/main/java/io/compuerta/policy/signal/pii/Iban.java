package io.compuerta.policy.signal.pii;

import java.util.Map;
import java.util.function.Consumer;

/** IBAN in any grouping and case: length by country (ISO 13616 registry) and MOD 97-10. */
final class Iban implements PiiDetector {
    private static final Map<String, Integer> LENGTHS = Map.ofEntries(
            e("AD", 24),
            e("AE", 23),
            e("AL", 28),
            e("AT", 20),
            e("AZ", 28),
            e("BA", 20),
            e("BE", 16),
            e("BG", 22),
            e("BH", 22),
            e("BI", 27),
            e("BR", 29),
            e("BY", 28),
            e("CH", 21),
            e("CR", 22),
            e("CY", 28),
            e("CZ", 24),
            e("DE", 22),
            e("DJ", 27),
            e("DK", 18),
            e("DO", 28),
            e("EE", 20),
            e("EG", 29),
            e("ES", 24),
            e("FI", 18),
            e("FK", 18),
            e("FO", 18),
            e("FR", 27),
            e("GB", 22),
            e("GE", 22),
            e("GI", 23),
            e("GL", 18),
            e("GR", 27),
            e("GT", 28),
            e("HR", 21),
            e("HU", 28),
            e("IE", 22),
            e("IL", 23),
            e("IQ", 23),
            e("IS", 26),
            e("IT", 27),
            e("JO", 30),
            e("KW", 30),
            e("KZ", 20),
            e("LB", 28),
            e("LC", 32),
            e("LI", 21),
            e("LT", 20),
            e("LU", 20),
            e("LV", 21),
            e("LY", 25),
            e("MC", 27),
            e("MD", 24),
            e("ME", 22),
            e("MK", 19),
            e("MN", 20),
            e("MR", 27),
            e("MT", 31),
            e("MU", 30),
            e("NI", 28),
            e("NL", 18),
            e("NO", 15),
            e("OM", 23),
            e("PK", 24),
            e("PL", 28),
            e("PS", 29),
            e("PT", 25),
            e("QA", 29),
            e("RO", 24),
            e("RS", 22),
            e("RU", 33),
            e("SA", 24),
            e("SC", 31),
            e("SD", 18),
            e("SE", 24),
            e("SI", 19),
            e("SK", 24),
            e("SM", 27),
            e("SO", 23),
            e("ST", 25),
            e("SV", 28),
            e("TL", 23),
            e("TN", 24),
            e("TR", 26),
            e("UA", 29),
            e("VA", 22),
            e("VG", 24),
            e("XK", 20),
            e("YE", 30));

    private static final long CUES = Cue.of(Cue.IBAN, Cue.ACCOUNT);

    private static Map.Entry<String, Integer> e(String country, int length) {
        return Map.entry(country, length);
    }

    @Override
    public String name() {
        return "iban";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        if (!text.hasNumbers()) {
            return;
        }
        for (int token = 0; token < text.count(); token++) {
            if (text.isWord(token) && text.length(token) == 2 && isLead(text, text.start(token))) {
                check(text, token, found);
            }
        }
    }

    private static boolean isLead(ScannedText text, int start) {
        return Mask.startsCleanly(text.text(), start)
                && Folding.isDigit(text.charAt(skip(text, start + 2)))
                && Folding.isAsciiLetter(text.charAt(start));
    }

    private void check(ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = text.start(token);
        Integer length = LENGTHS.get(Folding.compact(text.text(), start, start + 2));
        if (length == null) {
            return;
        }
        int end = take(text, start, length);
        if (end < 0 || Character.isLetterOrDigit(text.charAt(end))) {
            return;
        }
        String value = Folding.compact(text.text(), start, end);
        long digits = value.chars().filter(Character::isDigit).count();
        if (digits * 2 < length) {
            return;
        }
        if (Checksums.iban(value)) {
            found.accept(new PiiFinding(start, end, PiiType.IBAN, 1, name()));
        } else if (text.cuedBefore(token, CUES, 8) && digits >= 10) {
            found.accept(new PiiFinding(start, end, PiiType.IBAN, .985, name()));
        }
    }

    /** The index after so many letters and digits, with at most one separator between two, or -1. */
    private static int take(ScannedText text, int start, int wanted) {
        int at = start;
        for (int taken = 0; taken < wanted; taken++) {
            if (taken > 0) {
                at = skip(text, at);
            }
            if (!Folding.isAlphanumeric(text.charAt(at))) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private static int skip(ScannedText text, int at) {
        return Mask.isSeparator(text.charAt(at)) ? at + 1 : at;
    }
}
