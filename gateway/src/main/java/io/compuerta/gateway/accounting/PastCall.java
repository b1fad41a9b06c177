package io.compuerta.gateway.accounting;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Signals;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat of the past as the ledger tells it.
 *
 * @param userDigest stands for the end user, whom the ledger does not know
 * @param signals    as they were; empty when the request never came to a rule or was refused by it, or was written by a version that kept less
 * @param model      who answered; empty when nobody did
 * @param cost       empty when no model was called
 * @param cached     whether the answer came from the cache, before any rule
 */
public record PastCall(
        String requestId,
        Instant receivedAt,
        String tenant,
        String userDigest,
        String askedModel,
        TokenUsage tokens,
        Optional<Signals> signals,
        Optional<ModelId> model,
        Optional<Cost> cost,
        boolean cached) {}
