package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Asks the policy in force where a call may go. */
public final class Router {

    private final PolicySet policies;
    private final ShareSteering steering;
    private final Fleet fleet;
    private final Function<Caller, Situation> situations;
    private final Predicate<ModelId> configured;
    private final Consumer<RouteDecision> counter;

    /**
     * @param steering   moves the policy's threshold, if it has a share to keep
     * @param fleet      how the models stand
     * @param situations reads how things stand for a caller; asked once for each decision
     * @param configured whether a model id names something the gateway has
     * @param counter    told each decision, for metrics
     */
    public Router(
            PolicySet policies,
            ShareSteering steering,
            Fleet fleet,
            Function<Caller, Situation> situations,
            Predicate<ModelId> configured,
            Consumer<RouteDecision> counter) {
        this.policies = policies;
        this.steering = steering;
        this.fleet = fleet;
        this.situations = situations;
        this.configured = configured;
        this.counter = counter;
    }

    /** @throws GatewayError.UnknownModel when the caller names a model that nobody configured */
    public RoutedCall decide(AnonymizedCall call, Signals signals) {
        String asked = call.original().model();
        if (!AskedModel.isKnown(asked, configured)) {
            throw new GatewayError.UnknownModel(AskedModel.shown(asked));
        }
        Facts facts = new Facts(
                signals,
                Asks.of(call.original(), call.call().labels()),
                call.caller(),
                situations.apply(call.caller()));
        RouteDecision decision = steering.decide(policies, facts, fleet);
        counter.accept(decision);
        return new RoutedCall(call, signals, decision);
    }
}
