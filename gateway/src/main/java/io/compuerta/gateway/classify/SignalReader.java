package io.compuerta.gateway.classify;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.TokenEstimate;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.language.LanguageGuess;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityClassifier;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Puts the detectors' findings together; the gateway and {@code explain} read signals through this one class. */
public final class SignalReader {

    private final ComplexityScorer complexity;
    private final SensitivityClassifier sensitivity;

    SignalReader(ComplexityScorer complexity, SensitivityClassifier sensitivity) {
        this.complexity = complexity;
        this.sensitivity = sensitivity;
    }

    /** With the detectors that the product ships. */
    public static SignalReader standard() {
        return new SignalReader(ComplexityScorer.standard(), SensitivityClassifier.standard());
    }

    public SignalDraft read(Conversation conversation, Set<PiiType> pii, FirewallVerdict verdict) {
        ComplexityDraft draft = complexity.draft(conversation);
        Signals onSurface = signals(draft.score(), sensitivity.classify(conversation, pii), conversation, pii, verdict);
        return new SignalDraft(onSurface, draft);
    }

    /** What must be assumed when nothing is known: everything private, of every kind, and simple. */
    Signals conservative(Conversation conversation, FirewallVerdict verdict) {
        return signals(
                new Complexity(0, Complexity.Label.SIMPLE, List.of("unclassified")),
                new Sensitivity(SensitivityLevel.REGULATED, Set.of()),
                conversation,
                EnumSet.allOf(PiiType.class),
                verdict);
    }

    private static Signals signals(
            Complexity complexity,
            Sensitivity sensitivity,
            Conversation conversation,
            Set<PiiType> pii,
            FirewallVerdict verdict) {
        return new Signals(
                complexity,
                sensitivity,
                verdict,
                pii,
                conversation.modality(),
                TokenEstimate.of(conversation),
                LanguageGuess.of(conversation.question()),
                conversation.tools());
    }
}
