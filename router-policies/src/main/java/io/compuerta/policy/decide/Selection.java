package io.compuerta.policy.decide;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A target's strategy with what it needs. Immutable; the same facts and fleet give the same order.
 *
 * @param sticky  a conversation keeps to the same model as long as that is available, so that the provider finds the
 *                conversation's beginning in its prompt cache; for {@code first-healthy} and {@code weighted} only
 * @param weights by model, for {@code weighted}; a model without one weighs 1
 */
public record Selection(Strategy strategy, boolean sticky, Map<ModelId, Double> weights) {

    public static final Selection FIRST_HEALTHY = new Selection(Strategy.FIRST_HEALTHY, false, Map.of());

    /** An answer of usual length, for cost estimates where the caller allows at least as much. */
    static final int USUAL_COMPLETION_TOKENS = 500;

    public Selection {
        weights = Map.copyOf(weights);
        if (sticky && strategy != Strategy.FIRST_HEALTHY && strategy != Strategy.WEIGHTED) {
            throw new IllegalArgumentException(strategy.word() + " changes its mind and cannot be sticky");
        }
        weights.forEach((model, weight) -> {
            if (!(weight > 0) || weight.isInfinite()) {
                throw new IllegalArgumentException("the weight of " + model + " must be positive, not " + weight);
            }
        });
    }

    public static Selection of(Strategy strategy) {
        return new Selection(strategy, false, Map.of());
    }

    /** The models, best first; equals keep the order given. */
    List<ModelId> order(List<ModelId> models, Facts facts, Fleet fleet) {
        if (models.size() < 2) {
            return models;
        }
        if (sticky) {
            long key = facts.ask().conversationKey(facts.caller().tenant());
            return Rendezvous.order(models, weights, key);
        }
        return switch (strategy) {
            case FIRST_HEALTHY -> models;
            case WEIGHTED -> Rendezvous.order(models, weights, facts.situation().lot());
            case CHEAPEST -> sorted(models, model -> cost(model, facts, fleet));
            case FASTEST -> sorted(models, fleet.loads()::expectedMillis);
            case LEAST_BUSY -> sorted(models, fleet.loads()::underWay);
        };
    }

    private static double cost(ModelId model, Facts facts, Fleet fleet) {
        int most = facts.ask().outputTokens();
        int completion = most == 0 ? USUAL_COMPLETION_TOKENS : Math.min(most, USUAL_COMPLETION_TOKENS);
        var usd = fleet.pricing().nanoUsd(model, facts.signals().promptTokens(), completion);
        return usd.isPresent() ? usd.getAsLong() : Double.POSITIVE_INFINITY;
    }

    /** Each model is measured once: loads change while they are compared, and a sort must not notice. */
    private static List<ModelId> sorted(List<ModelId> models, ToDoubleFunction<ModelId> measure) {
        Map<ModelId, Double> measured = new HashMap<>();
        models.forEach(model -> measured.put(model, measure.applyAsDouble(model)));
        List<ModelId> sorted = new ArrayList<>(models);
        sorted.sort(Comparator.comparingDouble(model -> measured.getOrDefault(model, 0.0)));
        return sorted;
    }
}
