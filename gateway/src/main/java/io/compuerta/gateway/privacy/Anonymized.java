package io.compuerta.gateway.privacy;

import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.privacy.RuledFinding;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The texts of a call in the form that may leave.
 *
 * @param texts one for each piece, in the same order
 * @param vault what restores an answer to them
 * @param ruled what the detector reported for each piece, and what became of it; in JSON pieces the offsets count escapes
 *              as the one character they stand for
 */
public record Anonymized(List<String> texts, Vault vault, List<List<RuledFinding>> ruled) {

    public Anonymized {
        texts = List.copyOf(texts);
        ruled = ruled.stream().map(List::copyOf).toList();
    }

    /** What the detector reported for each piece. */
    public List<List<PiiFinding>> findings() {
        return ruled.stream()
                .map(piece -> piece.stream().map(RuledFinding::finding).toList())
                .toList();
    }

    /** The types of personal data found, for policies. */
    public Set<PiiType> types() {
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        ruled.forEach(piece -> piece.forEach(found -> types.add(found.type())));
        return Collections.unmodifiableSet(types);
    }

    /** The types found that are to be treated so. */
    public Set<PiiType> types(PrivacyAction action) {
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        ruled.forEach(piece ->
                piece.stream().filter(found -> found.action() == action).forEach(found -> types.add(found.type())));
        return Collections.unmodifiableSet(types);
    }

    /** Without the texts. */
    @Override
    public String toString() {
        return "Anonymized[" + texts.size() + " texts, " + vault + ']';
    }
}
