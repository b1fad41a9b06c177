package io.compuerta.policy.signal;

import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.Set;

/**
 * Everything a policy may ask about a request.
 *
 * @param pii          the types of personal data found; where they stand is the privacy stage's business
 * @param promptTokens estimated tokens of the whole request
 * @param language     ISO 639-1 code of the question, {@code "und"} when too short to tell
 * @param tools        whether the caller offers tools
 */
public record Signals(
        Complexity complexity,
        Sensitivity sensitivity,
        FirewallVerdict firewall,
        Set<PiiType> pii,
        Modality modality,
        int promptTokens,
        String language,
        boolean tools) {

    public Signals {
        pii = Set.copyOf(pii);
    }

    /** The same request, taken for at least as sensitive as that. */
    public Signals atLeast(SensitivityLevel level) {
        return level.compareTo(sensitivity.level()) <= 0
                ? this
                : new Signals(
                        complexity,
                        new Sensitivity(level, sensitivity.topics()),
                        firewall,
                        pii,
                        modality,
                        promptTokens,
                        language,
                        tools);
    }

    /** The same request with its complexity judged anew. */
    public Signals with(Complexity judged) {
        return new Signals(judged, sensitivity, firewall, pii, modality, promptTokens, language, tools);
    }
}
