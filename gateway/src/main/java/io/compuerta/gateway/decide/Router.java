package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks the policy in force where a call may go. */
public final class Router {

    private final Supplier<PolicyInForce> policy;
    private final Availability availability;
    private final Predicate<ModelId> configured;
    private final Consumer<RouteDecision> counter;

    /**
     * @param policy     asked once for each decision
     * @param configured whether a model id names something the gateway has
     * @param counter    told each decision, for metrics
     */
    public Router(
            Supplier<PolicyInForce> policy,
            Availability availability,
            Predicate<ModelId> configured,
            Consumer<RouteDecision> counter) {
        this.policy = policy;
        this.availability = availability;
        this.configured = configured;
        this.counter = counter;
    }

    /**
     * What would be decided now, without any effect: it is not counted, and share control learns nothing.
     *
     * @throws GatewayError.UnknownModel when the model asked for is one that nobody configured
     */
    public Foreseen foresee(Signals signals, Caller caller, String asked) {
        requireKnown(asked);
        PolicyInForce now = policy.get();
        double threshold = now.threshold(caller.tenant());
        Facts facts = now.policies()
                .facts(signals, caller, AskedModel.canonical(asked))
                .withThreshold(threshold);
        RouteDecision decision = now.steering().unsteered(now.policies(), facts, availability);
        return new Foreseen(decision, now.version(), threshold);
    }

    private void requireKnown(String asked) {
        if (!AskedModel.isKnown(asked, configured)) {
            throw new GatewayError.UnknownModel(AskedModel.shown(asked));
        }
    }

    /** @throws GatewayError.UnknownModel when the caller names a model that nobody configured */
    public RoutedCall decide(AnonymizedCall call, Signals signals) {
        String asked = call.original().model();
        requireKnown(asked);
        PolicyInForce now = policy.get();
        Facts facts = now.policies().facts(signals, call.caller(), AskedModel.canonical(asked));
        RouteDecision decision = now.steering().decide(now.policies(), facts, availability);
        counter.accept(decision);
        return new RoutedCall(call, signals, decision, now.version());
    }
}
