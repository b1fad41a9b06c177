package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The texts of a call in the form that may leave.
 *
 * @param texts    one for each piece, in the same order
 * @param vault    what restores an answer to them
 * @param findings what the detector reported for each piece; in JSON pieces the offsets count escapes as the one
 *                 character they stand for
 */
public record Anonymized(List<String> texts, Vault vault, List<List<PiiFinding>> findings) {

    public Anonymized {
        texts = List.copyOf(texts);
        findings = findings.stream().map(List::copyOf).toList();
    }

    /** The types of personal data found, for policies. */
    public Set<PiiType> types() {
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        findings.forEach(piece -> piece.forEach(finding -> types.add(finding.type())));
        return Collections.unmodifiableSet(types);
    }

    /** Without the texts. */
    @Override
    public String toString() {
        return "Anonymized[" + texts.size() + " texts, " + vault + ']';
    }
}
