package io.compuerta.gateway.decide;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.RoutedCall;
import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks the policy in force where a call may go. */
public final class Router {

    private final Supplier<PolicyInForce> policy;
    private final Fleet fleet;
    private final Function<Caller, Situation> situations;
    private final Predicate<ModelId> configured;
    private final Consumer<RouteDecision> counter;

    /**
     * @param policy     asked once for each decision
     * @param fleet      how the models stand
     * @param situations reads how things stand for a caller; asked once for each decision
     * @param configured whether a model id names something the gateway has
     * @param counter    told each decision, for metrics
     */
    public Router(
            Supplier<PolicyInForce> policy,
            Fleet fleet,
            Function<Caller, Situation> situations,
            Predicate<ModelId> configured,
            Consumer<RouteDecision> counter) {
        this.policy = policy;
        this.fleet = fleet;
        this.situations = situations;
        this.configured = configured;
        this.counter = counter;
    }

    /**
     * What would be decided now, without any effect: it is not counted, and share control learns nothing.
     *
     * @throws GatewayError.UnknownModel when the model asked for is one that nobody configured
     */
    public Foreseen foresee(Signals signals, Caller caller, Ask ask) {
        requireKnown(ask.model());
        PolicyInForce now = policy.get();
        double threshold = now.steering().threshold(caller.tenant());
        Facts facts = new Facts(signals, ask, caller, situations.apply(caller)).withThreshold(threshold);
        RouteDecision decision = now.steering().unsteered(now.policies(), facts, fleet);
        return new Foreseen(decision, now.version(), threshold);
    }

    private void requireKnown(String asked) {
        if (!AskedModel.isKnown(asked, configured)) {
            throw new GatewayError.UnknownModel(AskedModel.shown(asked));
        }
    }

    /** @throws GatewayError.UnknownModel when the caller names a model that nobody configured */
    public RoutedCall decide(AnonymizedCall call, Signals signals) {
        requireKnown(call.original().model());
        PolicyInForce now = policy.get();
        Facts facts = new Facts(
                signals,
                Asks.of(call.original(), call.call().labels()),
                call.caller(),
                situations.apply(call.caller()),
                call.placement());
        RouteDecision decision = now.steering().decide(now.policies(), facts, fleet);
        counter.accept(decision);
        return new RoutedCall(call, signals, decision, now.version());
    }
}
