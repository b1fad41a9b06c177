package io.compuerta.policy.signal.pii;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tries a family's {@link IdRule}s wherever an identifier can start: at a number, or at a short word that leads to one. The
 * length of that number or word rules out most shapes at once. Every start costs at most the length of the shapes, so the
 * whole is linear.
 */
final class IdRules implements PiiDetector {
    private static final int REACH = 9;
    private static final double PER_TOKEN = 0.012;

    /** Runs of more digits than any shape has match none. */
    private static final int RUNS = 32;

    private final String name;

    /** The rules that can match where a number of so many digits stands. */
    private final IdRule[][] atDigit;

    /** The rules that can match where a word of so many letters stands. */
    private final IdRule[][] atLetter;

    IdRules(String name, List<IdRule> rules) {
        this.name = name;
        this.atDigit = byRun(rules, true, RUNS);
        this.atLetter = byRun(rules, false, ScannedText.LEAD_CHARS + 1);
    }

    private static IdRule[][] byRun(List<IdRule> rules, boolean digits, int runs) {
        IdRule[][] byRun = new IdRule[runs][];
        for (int run = 0; run < runs; run++) {
            int length = run;
            byRun[run] = rules.stream()
                    .filter(rule -> rule.mask().startsWithLetter() != digits)
                    .filter(rule -> rule.mask().fitsRun(length, digits))
                    .toArray(IdRule[]::new);
        }
        return byRun;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void detect(ScannedText text, Consumer<PiiFinding> found) {
        for (int i = 0; i < text.numbers(); i++) {
            int token = text.number(i);
            int run = text.length(token);
            if (run < RUNS && (!text.touchesPrevious(token) || !text.isWord(token - 1))) {
                tryAll(atDigit[run], text, token, found);
            }
        }
        for (int i = 0; i < text.leads(); i++) {
            int token = text.lead(i);
            tryAll(atLetter[text.length(token)], text, token, found);
        }
    }

    private void tryAll(IdRule[] rules, ScannedText text, int token, Consumer<PiiFinding> found) {
        int start = text.start(token);
        if (rules.length == 0 || !Mask.startsCleanly(text.text(), start)) {
            return;
        }
        for (IdRule rule : rules) {
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
