package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Asks the policy in force where a call may go. */
public final class Router {

    private final PolicySet policies;
    private final ShareSteering steering;
    private final Availability availability;
    private final Predicate<ModelId> configured;
    private final Consumer<RouteDecision> counter;

    /**
     * @param steering   moves the policy's threshold, if it has a share to keep
     * @param configured whether a model id names something the gateway has
     * @param counter    told each decision, for metrics
     */
    public Router(
            PolicySet policies,
            ShareSteering steering,
            Availability availability,
            Predicate<ModelId> configured,
            Consumer<RouteDecision> counter) {
        this.policies = policies;
        this.steering = steering;
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
        Facts facts = policies.facts(signals, call.caller(), AskedModel.canonical(asked));
        RouteDecision decision = steering.decide(policies, facts, availability);
        counter.accept(decision);
        return new RoutedCall(call, signals, decision);
    }
}
