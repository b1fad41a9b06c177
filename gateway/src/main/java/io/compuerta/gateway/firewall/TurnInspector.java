package io.compuerta.gateway.firewall;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import java.util.Optional;

/**
 * The shipped firewall's verdict on a bare conversation, for a policy's own tests: what people and tools wrote is inspected,
 * system prompts and the assistant's turns are not. No {@code firewall.yaml} bears upon it. Immutable and thread-safe.
 */
public final class TurnInspector {

    private final PromptFirewall detector;

    public TurnInspector(PromptFirewall detector) {
        this.detector = detector;
    }

    /** The gravest verdict over all turns. */
    public FirewallVerdict verdict(Conversation conversation) {
        FirewallVerdict worst = FirewallVerdict.CLEAN;
        for (Turn turn : conversation.turns()) {
            Optional<Origin> origin = origin(turn);
            if (origin.isPresent()) {
                worst = worst.worse(detector.inspect(turn.text(), origin.get()));
            }
        }
        return worst;
    }

    /** Where a turn's text comes from; empty when it is not inspected. */
    public static Optional<Origin> origin(Turn turn) {
        return switch (turn.role()) {
            case USER -> Optional.of(Origin.USER);
            case TOOL -> Optional.of(Origin.TOOL_RESULT);
            case SYSTEM, ASSISTANT -> Optional.empty();
        };
    }
}
