package io.compuerta.gateway.privacy;

import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.PrivacyRules;
import io.compuerta.policy.privacy.RuledFinding;
import io.compuerta.policy.signal.pii.PiiFinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Replaces the personal data of a call: by placeholders, or by what never comes back.
 *
 * <p>All pieces of a call share one vault: the same value has the same placeholder in a message, in the arguments of a
 * tool call and in a tool's result. Each finding is replaced where it stands; then further occurrences of the same
 * value, which the detector missed, are replaced too. Findings that overlap are replaced as one. Restoring an answer
 * that repeats the text gives the text back character for character; in JSON it gives the same values, and the same
 * characters where the source escapes no more than it must.
 *
 * <p>Linear in the text apart from the detector. Safe for use by several threads if the detector is.
 */
public final class Anonymizer {

    private final Detector detector;

    /** Finds personal data in one text and says what is to become of it. */
    @FunctionalInterface
    private interface Detector {
        List<RuledFinding> find(String text);
    }

    /**
     * Gives everything a placeholder.
     *
     * @param detector finds personal data in one text; offsets are UTF-16. What it throws reaches the caller: a text
     *                 that could not be searched must not leave
     */
    public Anonymizer(Function<String, List<PiiFinding>> detector) {
        this((Detector) text -> detector.apply(text).stream()
                .map(finding -> new RuledFinding(finding, PrivacyAction.PSEUDONYMIZE))
                .toList());
    }

    private Anonymizer(Detector detector) {
        this.detector = detector;
    }

    /** Does with each finding what the rules say. What cannot be searched throws, and must not leave. */
    public static Anonymizer following(PrivacyRules rules) {
        return new Anonymizer((Detector) rules::find);
    }

    /**
     * Rewrites the pieces of one call, oldest first, so that the turns of a conversation agree.
     *
     * @throws VaultFullException    if there is more personal data than a vault takes
     * @throws IllegalStateException if the detector reports a stretch outside the text
     */
    public Anonymized anonymize(List<Piece> pieces, PlaceholderKey key) {
        List<Coverage> coverages = new ArrayList<>(pieces.size());
        List<List<RuledFinding>> findings = new ArrayList<>(pieces.size());
        Map<String, Treatment> values = new LinkedHashMap<>();
        Digests digests = new Digests(key);
        for (Piece piece : pieces) {
            Coverage coverage = new Coverage(piece);
            String text = coverage.view().text();
            List<RuledFinding> found = detector.find(text).stream()
                    .filter(finding -> !digests.covers(text, finding.start(), finding.end()))
                    .toList();
            cover(coverage, found, values);
            coverages.add(coverage);
            findings.add(found);
        }
        List<String> texts = pieces.stream().map(Piece::text).toList();
        if (values.isEmpty()) {
            return new Anonymized(texts, Vault.empty(), findings);
        }

        ValueFinder finder = finder(values);
        coverages.forEach(coverage -> coverage.sweep(finder, false, false));
        coverages.forEach(coverage -> coverage.sweepUntilClean(finder));

        PlaceholderMint mint = new PlaceholderMint(key);
        texts.forEach(mint::avoid);
        VaultBuilder builder = new VaultBuilder(mint, key);
        List<String> anonymized = coverages.stream()
                .map(coverage -> coverage.replace((span, original) -> builder.substitute(
                        span.treatment().or(values.getOrDefault(original, span.treatment())),
                        original,
                        span.literal())))
                .toList();
        // An answer may name a value that, here, only occurred as part of a longer one; and a number as a number.
        values.forEach((value, treatment) -> builder.know(treatment, value));
        return new Anonymized(anonymized, builder.build(finder), findings);
    }

    private static void cover(Coverage coverage, List<RuledFinding> findings, Map<String, Treatment> values) {
        int length = coverage.view().text().length();
        for (RuledFinding found : findings) {
            PiiFinding finding = found.finding();
            if (finding.end() > length) {
                throw new IllegalStateException("detector " + finding.detector() + " reports " + finding.start() + ".."
                        + finding.end() + " in a text of " + length + " characters");
            }
            Treatment treatment = new Treatment(finding.type(), found.action());
            if (coverage.add(finding.start(), finding.end(), treatment)) {
                values.merge(
                        coverage.view().text().substring(finding.start(), finding.end()), treatment, Treatment::or);
            }
        }
        coverage.spans().forEach(span -> values.merge(coverage.original(span), span.treatment(), Treatment::or));
    }

    private static ValueFinder finder(Map<String, Treatment> values) {
        List<Traceable> traceable = new ArrayList<>(values.size());
        values.forEach((value, treatment) -> {
            if (Traceable.is(value)) {
                traceable.add(Traceable.of(treatment, value));
            }
        });
        return new ValueFinder(traceable);
    }
}
