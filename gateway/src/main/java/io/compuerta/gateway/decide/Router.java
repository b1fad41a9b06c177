package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Asks the policy in force where a call may go. */
public final class Router {

    private final PolicySet policies;
    private final Availability availability;
    private final Predicate<ModelId> configured;
    private final Consumer<RouteDecision> counter;

    /**
     * @param configured whether a model id names something the gateway has
     * @param counter    told each decision, for metrics
     */
    public Router(
            PolicySet policies,
            Availability availability,
            Predicate<ModelId> configured,
            Consumer<RouteDecision> counter) {
        this.policies = policies;
        this.availability = availability;
        this.configured = configured;
        this.counter = counter;
    }

    /** @throws GatewayError.UnknownModel when the caller names a model that nobody configured */
    public RoutedCall decide(AnonymizedCall call, Signals signals) {
        String asked = call.original().model();
        if (!AskedModel.isKnown(asked, configured)) {
            throw new GatewayError.UnknownModel(AskedModel.shown(asked));
        }
        RouteDecision decision = policies.decide(signals, call.caller(), AskedModel.canonical(asked), availability);
        counter.accept(decision);
        return new RoutedCall(call, signals, decision);
    }
}
