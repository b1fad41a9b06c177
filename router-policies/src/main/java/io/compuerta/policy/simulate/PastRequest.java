package io.compuerta.policy.simulate;

import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.TokenUsage;
import java.time.Instant;
import java.util.Optional;

/**
 * A request as a policy sees it, and what is known of its answer. It holds no text.
 *
 * @param tokens of question and answer; empty when nobody counted them
 * @param answer what really happened; empty when that is not known, or nobody answered
 */
public record PastRequest(
        String id, Instant at, Facts facts, Optional<TokenUsage> tokens, Optional<PastAnswer> answer) {

    /** Who answered, and what it cost. */
    public record PastAnswer(ModelId model, Cost cost) {}
}
