package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Replaces the personal data of a call by placeholders.
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

    private final Function<String, List<PiiFinding>> detector;

    /**
     * @param detector finds personal data in one text; offsets are UTF-16. What it throws reaches the caller: a text
     *                 that could not be searched must not leave
     */
    public Anonymizer(Function<String, List<PiiFinding>> detector) {
        this.detector = detector;
    }

    /**
     * Rewrites the pieces of one call, oldest first, so that the turns of a conversation agree.
     *
     * @throws VaultFullException    if there is more personal data than a vault takes
     * @throws IllegalStateException if the detector reports a stretch outside the text
     */
    public Anonymized anonymize(List<Piece> pieces, PlaceholderKey key) {
        List<Coverage> coverages = new ArrayList<>(pieces.size());
        List<List<PiiFinding>> findings = new ArrayList<>(pieces.size());
        Map<String, PiiType> values = new LinkedHashMap<>();
        for (Piece piece : pieces) {
            Coverage coverage = new Coverage(piece);
            List<PiiFinding> found = detector.apply(coverage.view().text());
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
        VaultBuilder builder = new VaultBuilder(mint);
        List<String> anonymized = coverages.stream()
                .map(coverage -> coverage.replace(
                        (span, original) -> builder.placeholder(span.type(), original, span.literal())))
                .toList();
        // An answer may name a value that, here, only occurred as part of a longer one; and a number as a number.
        values.forEach((value, type) -> {
            builder.placeholder(type, value, false);
            if (TextView.isNumber(value, 0, value.length())) {
                builder.placeholder(type, value, true);
            }
        });
        return new Anonymized(anonymized, builder.build(finder), findings);
    }

    private static void cover(Coverage coverage, List<PiiFinding> findings, Map<String, PiiType> values) {
        int length = coverage.view().text().length();
        for (PiiFinding finding : findings) {
            if (finding.end() > length) {
                throw new IllegalStateException("detector " + finding.detector() + " reports " + finding.start() + ".."
                        + finding.end() + " in a text of " + length + " characters");
            }
            if (coverage.add(finding.start(), finding.end(), finding.type())) {
                values.putIfAbsent(coverage.view().text().substring(finding.start(), finding.end()), finding.type());
            }
        }
        coverage.spans().forEach(span -> values.putIfAbsent(coverage.original(span), span.type()));
    }

    private static ValueFinder finder(Map<String, PiiType> values) {
        List<Traceable> traceable = new ArrayList<>(values.size());
        values.forEach((value, type) -> {
            if (Traceable.is(value)) {
                traceable.add(Traceable.of(type, value));
            }
        });
        return new ValueFinder(traceable);
    }
}
