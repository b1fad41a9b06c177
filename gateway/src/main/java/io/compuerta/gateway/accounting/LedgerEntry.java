package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of one request, for the ledger, the log line and the metrics alike.
 *
 * @param userDigest keyed digest of the end user: the same user has the same one, and nobody can guess it back
 * @param askedModel {@code auto}, {@code local} or a configured model; {@code other} for anything else
 * @param origin     who answered; empty when nobody did
 * @param cost       of everything together; empty when no model was called
 * @param saved      against the baseline model; empty when it cannot be known
 * @param signals    empty when the request was not routed
 * @param discarded  a local answer that a cascade doubted: done, paid for and not shown; its cost is part of {@code cost};
 *                   empty for a call whose only work is its answer
 * @param guarded    what the output guard found in the answer and did about it, in its words
 */
public record LedgerEntry(
        String requestId,
        Instant receivedAt,
        String tenant,
        String keyId,
        String userDigest,
        Operation operation,
        String askedModel,
        Outcome outcome,
        Optional<String> errorCode,
        Optional<Origin> origin,
        boolean streamed,
        TokenUsage tokens,
        Optional<Cost> cost,
        Optional<NanoUsd> saved,
        Optional<Signals> signals,
        Set<PiiType> pii,
        Optional<Duration> firstToken,
        Duration duration,
        Optional<Discarded> discarded,
        Set<String> guarded) {

    public LedgerEntry {
        guarded = Set.copyOf(guarded);
    }

    /** Work of another model than the one that answers. */
    public record Discarded(ModelId model, TokenUsage tokens, Cost cost) {}

    /** What was asked for. */
    public enum Operation {
        CHAT,
        EMBEDDINGS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a request ended. */
    public enum Outcome {
        OK,
        /** A model or the gateway failed. */
        ERROR,
        /** The caller went away before the end. */
        CANCELLED,
        /** A stage said no before any model was called. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * {@code local}, {@code premium} or {@code embeddings}; empty when nobody answered. Embeddings are local too, but a
     * share of questions answered locally must not count them.
     */
    public Optional<String> route() {
        return origin.map(known -> operation == Operation.CHAT ? known.kind() : operation.word());
    }

    /** What the answer itself cost: {@link #cost} without the {@link #discarded} work. Empty when unknown. */
    public Optional<NanoUsd> answerCost() {
        NanoUsd other = discarded.flatMap(work -> work.cost().amount()).orElse(NanoUsd.ZERO);
        return cost.flatMap(Cost::amount).map(whole -> whole.minus(other));
    }

    /** {@code priced}, {@code estimated}, {@code unknown}, or {@code none} when no model was called. */
    public String costStatus() {
        return cost.map(known -> switch (known) {
                    case Cost.Priced p -> "priced";
                    case Cost.Estimated e -> "estimated";
                    case Cost.Unknown u -> "unknown";
                })
                .orElse("none");
    }
}
