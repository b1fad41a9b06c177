package io.compuerta.policy.signal.pii;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tries a family's {@link IdRule}s wherever an identifier can start: at a number, or at a short word that leads to one.
 * Every start costs at most the length of the shapes, so the whole is linear.
 */
final class IdRules implements PiiDetector {
    private static final int REACH = 9;
    private static final double PER_TOKEN = 0.012;

    private final String name;
    private final List<IdRule> atDigit = new ArrayList<>();
    private final List<IdRule> atLetter = new ArrayList<>();

    IdRules(String name, List<IdRule> rules) {
        this.name = name;
        for (IdRule rule : rules) {
            (rule.mask().startsWithLetter() ? atLetter : atDigit).add(rule);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        if (!text.hasNumbers()) {
            return;
        }
        for (int token = 0; token < text.count(); token++) {
            if (text.isNumber(token)) {
                if (!text.touchesPrevious(token) || !text.isWord(token - 1)) {
                    tryAll(atDigit, text, token, found);
                }
            } else if (leadsToNumber(text, token)) {
                tryAll(atLetter, text, token, found);
            }
        }
    }

    private static boolean leadsToNumber(ScannedText text, int token) {
        if (!text.isWord(token) || text.length(token) > 6) {
            return false;
        }
        int end = text.end(token);
        char after = text.charAt(end);
        if (Mask.isSeparator(after)) {
            boolean second = text.length(token) == 3 && text.isWord(token + 1) && text.length(token + 1) == 3;
            return Folding.isDigit(text.charAt(end + 1))
                    || second && Mask.isSeparator(text.charAt(end + 4)) && Folding.isDigit(text.charAt(end + 5));
        }
        return Folding.isDigit(after);
    }

    private void tryAll(List<IdRule> rules, ScannedText text, int token, Consumer<PiiFinding> found) {
        for (IdRule rule : rules) {
            int start = text.start(token);
            int end = rule.mask().match(text.text(), start);
            if (end >= 0) {
                double confidence = confidence(rule, text, token, end);
                if (confidence > 0) {
                    found.accept(new PiiFinding(start, end, rule.type(), confidence, name));
                }
            }
        }
    }

    private static double confidence(IdRule rule, ScannedText text, int token, int end) {
        boolean valid = rule.check().test(Folding.compact(text.text(), text.start(token), end));
        if (!valid && rule.cuedInvalid() == 0) {
            return 0;
        }
        int cue = text.distanceBefore(token, rule.cues(), REACH, true);
        if (cue < 0 && text.cuedAfter(end, rule.cues(), 2)) {
            cue = 3;
        }
        int negative = text.distanceBefore(token, Cue.NEGATIVE.bit(), 5, false);
        boolean cued = cue >= 0 && (negative < 0 || cue < negative || rule.bare() == 1);
        if (cued) {
            return (valid ? rule.cued() : rule.cuedInvalid()) - PER_TOKEN * (cue - 1);
        }
        return valid && (negative < 0 || rule.bare() == 1) ? rule.bare() : 0;
    }
}
