package io.compuerta.policy.simulate;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.Savings;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import java.util.Optional;

/** What a request would cost under a decision. */
final class Pricing {

    private static final Cost NOTHING = new Cost.Priced(NanoUsd.ZERO, "refused");

    /** As many of each kind as show whether a model costs anything at all. */
    private static final TokenUsage MANY = TokenUsage.of(1_000_000, 1_000_000);

    private final PriceBook prices;

    Pricing(PriceBook prices) {
        this.prices = prices;
    }

    /**
     * The recorded cost when the same model answers, else an estimate: the recorded tokens at the other model's price,
     * without a discount for cached prompts, since another model's cache does not hold them.
     */
    Cost of(RouteDecision decision, PastRequest request) {
        return switch (decision) {
            case RouteDecision.Refuse r -> NOTHING;
            case RouteDecision.Serve serve -> {
                ModelId model = serve.first().model();
                yield request.answer()
                        .filter(answer -> isSame(answer.model(), model))
                        .map(PastRequest.PastAnswer::cost)
                        .orElseGet(() -> estimated(model, request));
            }
        };
    }

    /** A stand-in answers under its own name, and is still the local engine. */
    private static boolean isSame(ModelId answered, ModelId chosen) {
        return answered.equals(chosen) || answered.isLocal() && chosen.isLocal();
    }

    private Cost estimated(ModelId model, PastRequest request) {
        if (request.tokens().isPresent()) {
            TokenUsage tokens = request.tokens().get();
            return prices.cost(
                    model, TokenUsage.of(tokens.prompt(), tokens.completion()), TokenCount.ESTIMATED, request.at());
        }
        Cost ofMany = prices.cost(model, MANY, TokenCount.ESTIMATED, request.at());
        boolean free = ofMany.amount().filter(NanoUsd.ZERO::equals).isPresent();
        return free ? ofMany : new Cost.Unknown("tokens not known");
    }

    /** Against the baseline model; empty when either side is not known, or nobody answers. */
    Optional<NanoUsd> saved(RouteDecision decision, Cost cost, PastRequest request) {
        return decision instanceof RouteDecision.Refuse
                ? Optional.empty()
                : request.tokens()
                        .flatMap(tokens -> prices.savings(cost, tokens, TokenCount.ESTIMATED, request.at()))
                        .map(Savings::saved);
    }
}
