package io.compuerta.policy.signal.pii;

import java.util.function.Consumer;

/** Payment cards: 12 to 19 digits behind an issuer's prefix, with Luhn's check, in groups or not. */
final class Cards implements PiiDetector {
    private static final int MIN = 12;
    private static final int MAX = 19;

    @Override
    public String name() {
        return "cards";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        for (int i = 0; i < text.numbers(); i++) {
            int token = text.number(i);
            if (Mask.startsCleanly(text.text(), text.start(token))) {
                check(text, token, found);
            }
        }
    }

    private void check(ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = text.start(token);
        int end = start;
        int digits = 0;
        int at = start;
        while (digits <= MAX) {
            char c = text.charAt(at);
            if (Folding.isDigit(c)) {
                digits++;
                end = ++at;
            } else if ((c == ' ' || c == '-' || c == '.' || c == '\u00a0') && Folding.isDigit(text.charAt(at + 1))) {
                at++;
            } else {
                break;
            }
        }
        if (digits < MIN || digits > MAX || !Mask.endsCleanly(text.text(), end)) {
            return;
        }
        String value = Folding.compact(text.text(), start, end);
        boolean cued = text.cuedBefore(token, Cue.CARD.bit(), 10);
        if (!Checksums.luhn(value) || Checksums.isUniform(value)) {
            if (cued && digits >= 15 && hasIssuer(value)) {
                found.accept(new PiiFinding(start, end, PiiType.CREDIT_CARD, .75, name()));
            }
        } else if (hasIssuer(value) && (digits >= 14 || cued)) {
            double confidence = cued ? .995 : text.cuedBefore(token, Cue.NEGATIVE.bit(), 4) ? 0 : .9;
            if (confidence > 0) {
                found.accept(new PiiFinding(start, end, PiiType.CREDIT_CARD, confidence, name()));
            }
        } else if (cued) {
            found.accept(new PiiFinding(start, end, PiiType.CREDIT_CARD, .8, name()));
        }
    }

    /** Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro: prefixes and their lengths. */
    private static boolean hasIssuer(String value) {
        int two = Checksums.number(value, 0, 2);
        int four = Checksums.number(value, 0, 4);
        int length = value.length();
        if (value.charAt(0) == '4') {
            return length == 13 || length == 16 || length == 19;
        }
        if (two >= 51 && two <= 55 || four >= 2221 && four <= 2720) {
            return length == 16;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if (two == 36 || two == 38 || two == 30) {
            return length == 14 || length == 16;
        }
        if (two == 35) {
            return length == 16 || length == 15;
        }
        boolean discover = four == 6011 || two == 64 || two == 65 || two == 62 || two == 60 || two == 63;
        return (discover || two == 50 || two == 56 || two == 57 || two == 58 || two == 67) && length >= 12;
    }
}
