package io.compuerta.policy.decide;

import java.util.Optional;

/**
 * Where a request may go for reasons that stand above every rule: its personal data must not leave, or its prompt looks
 * hostile and only a premium model should meet it.
 */
public enum Placement {
    /** Wherever the policy says. */
    ANYWHERE,
    /** Only the embedded engine: personal data of a type that must stay. */
    LOCAL,
    /** Only premium models: the firewall has doubts about the prompt. */
    PREMIUM;

    /** The stricter of two demands: what must stay stays, whatever else is wanted. */
    public Placement and(Placement other) {
        if (this == LOCAL || other == LOCAL) {
            return LOCAL;
        }
        return this == ANYWHERE ? other : this;
    }

    /** Why a model may not take the request, in words for people; empty when it may. */
    Optional<String> objection(ModelId model) {
        return switch (this) {
            case ANYWHERE -> Optional.empty();
            case LOCAL ->
                model.isLocal() ? Optional.empty() : Optional.of("personal data in the request must stay here");
            case PREMIUM ->
                model.isLocal() ? Optional.of("the firewall wants a premium model for it") : Optional.empty();
        };
    }

    /** Whether a target is of the kind demanded, and may step in where a rule's own targets may not. */
    boolean welcomes(Target target) {
        return switch (this) {
            case ANYWHERE -> false;
            case LOCAL -> target instanceof Target.Engine;
            case PREMIUM -> target instanceof Target.Premium;
        };
    }
}
