package io.compuerta.policy.signal.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.function.Consumer;

/**
 * Telephone numbers. A cheap walk over digits and separators proposes candidates, surroundings decide how much proof
 * each needs, and libphonenumber is asked only about what is left: it costs microseconds a question.
 */
final class Phones implements PiiDetector {
    private static final int MAX_DIGITS = 17;
    private static final int MIN_DIGITS = 6;
    private static final String[] REGIONS = {
        "ES", "US", "MX", "AR", "CO", "CL", "PE", "GB", "PT", "BR", "FR", "DE", "IT"
    };
    private static final long NOT_A_PHONE = Cue.NEGATIVE.bit();

    private final PhoneNumberUtil library = PhoneNumberUtil.getInstance();

    @Override
    public String name() {
        return "phones";
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        int skipTo = 0;
        for (int i = 0; i < text.numbers(); i++) {
            int token = text.number(i);
            if (text.start(token) >= skipTo && !touchesLetter(text, token)) {
                skipTo = candidate(text, token, found);
            }
        }
    }

    private static boolean touchesLetter(ScannedText text, int token) {
        return Character.isLetter(text.charAt(text.start(token) - 1));
    }

    private int candidate(ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = leading(text, text.start(token));
        PhoneShape shape = PhoneShape.read(text, start, MAX_DIGITS);
        if (shape.digits() < MIN_DIGITS || shape.digits() > MAX_DIGITS || shape.isDate() || shape.isAmount()) {
            return shape.digits() > MAX_DIGITS ? shape.end() : text.end(token);
        }
        boolean cued = text.cuedBefore(token, Cue.PHONE.bit(), 9);
        int own = text.distanceBefore(token, Cue.PHONE.bit(), 9, true);
        int negative = text.distanceBefore(token, NOT_A_PHONE, 5, false);
        boolean denied = negative >= 0 && (own < 0 || negative < own);
        double confidence = denied ? 0 : confidence(shape, cued);
        if (confidence == 0) {
            return text.end(token);
        }
        int end = withExtension(text, shape.end());
        found.accept(new PiiFinding(start, end, PiiType.PHONE, confidence - (cued ? .003 * own : 0), name()));
        return end;
    }

    private double confidence(PhoneShape shape, boolean cued) {
        String digits = shape.value();
        if (shape.international()) {
            boolean valid = isPossible(digits.startsWith("00") ? "+" + digits.substring(2) : "+" + digits, null);
            return valid ? .96 : cued ? .9 : 0;
        }
        if (cued) {
            return shape.digits() <= 15 ? .93 : 0;
        }
        if (shape.digits() < 9) {
            return 0;
        }
        return shape.looksDialled() && isValidSomewhere(shape) ? .8 : 0;
    }

    private boolean isValidSomewhere(PhoneShape shape) {
        for (String region : REGIONS) {
            if (shape.fits(region) && isValid(shape.value(), region)) {
                return true;
            }
        }
        return shape.bracketedCountry() && isPossible("+" + shape.value(), null);
    }

    private boolean isValid(String digits, String region) {
        try {
            PhoneNumber number = library.parse(digits, region);
            return library.isValidNumberForRegion(number, region);
        } catch (NumberParseException e) {
            return false;
        }
    }

    private boolean isPossible(String digits, @org.jspecify.annotations.Nullable String region) {
        try {
            PhoneNumber number = library.parse(digits, region);
            return library.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE;
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** Moves back over "+", "(" and "(+". */
    private static int leading(ScannedText text, int start) {
        int at = start;
        if (text.charAt(at - 1) == '+') {
            at--;
        }
        if (text.charAt(at - 1) == '(') {
            at--;
            if (text.charAt(at - 1) == '+') {
                at--;
            }
        }
        return at;
    }

    private static int withExtension(ScannedText text, int end) {
        int at = end;
        while (text.charAt(at) == ' ' && at - end < 2) {
            at++;
        }
        for (String word : new String[] {"ext.", "ext", "x"}) {
            if (text.text().regionMatches(true, at, word, 0, word.length())) {
                int digit = at + word.length();
                if (text.charAt(digit) == ' ' || text.charAt(digit) == ':') {
                    digit++;
                }
                int last = digit;
                while (last - digit < 6 && Folding.isDigit(text.charAt(last))) {
                    last++;
                }
                if (last > digit) {
                    return last;
                }
            }
        }
        return end;
    }
}
