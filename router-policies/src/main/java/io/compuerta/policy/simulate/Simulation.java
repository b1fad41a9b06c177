package io.compuerta.policy.simulate;

import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.simulate.Change.Taken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts past requests to two policies, one after another, and keeps counts only: its size does not grow with their number.
 * Both policies see the same facts and find the same models available. Not thread-safe.
 */
public final class Simulation {

    private static final int EXAMPLES = 3;

    private final Decider before;
    private final Decider after;
    private final Pricing pricing;
    private final Tally tallyBefore = new Tally();
    private final Tally tallyAfter = new Tally();
    private final Map<Move, Moved> moves = new LinkedHashMap<>();
    private long otherRule;
    private NanoUsd difference = NanoUsd.ZERO;
    private long differenceOf;

    /**
     * @param before       the policy in force
     * @param after        the new one
     * @param fleet        which models there are, and at what prices; most simulations want all that are configured
     */
    public Simulation(CompiledPolicy before, CompiledPolicy after, Fleet fleet, PriceBook prices) {
        this.before = new Decider(before, fleet);
        this.after = new Decider(after, fleet);
        this.pricing = new Pricing(prices);
    }

    /** One policy, whose share, if it has one to keep, is steered from the first request on as after a start. */
    private static final class Decider {

        private final PolicySet policies;
        private final ShareSteering steering;
        private final Fleet fleet;

        Decider(CompiledPolicy policy, Fleet fleet) {
            this.policies = policy.policies();
            this.steering = new ShareSteering(
                    policy.document().share(), policy.document().version().hashCode());
            this.fleet = fleet;
        }

        RouteDecision decide(PastRequest request) {
            return steering.decide(policies, request.facts(), fleet);
        }
    }

    private record Move(Taken before, Taken after) {}

    public void add(PastRequest request) {
        RouteDecision was = before.decide(request);
        RouteDecision is = after.decide(request);
        Cost costWas = pricing.of(was, request);
        Cost costIs = pricing.of(is, request);
        tallyBefore.add(was, costWas, pricing.saved(was, costWas, request));
        tallyAfter.add(is, costIs, pricing.saved(is, costIs, request));
        Optional<NanoUsd> more = costIs.amount().flatMap(now -> costWas.amount().map(now::minus));
        if (more.isPresent()) {
            difference = difference.plus(more.get());
            differenceOf++;
        }
        Move move = new Move(taken(was), taken(is));
        if (!move.before().model().equals(move.after().model())) {
            moves.computeIfAbsent(move, m -> new Moved()).add(request.id(), more);
        } else if (!move.before().rule().equals(move.after().rule())) {
            otherRule++;
        }
    }

    public Comparison result() {
        List<Change> changes = new ArrayList<>();
        moves.forEach((move, moved) -> changes.add(moved.change(move)));
        changes.sort(Comparator.comparingLong(Change::requests).reversed());
        return new Comparison(tallyBefore.side(), tallyAfter.side(), changes, otherRule, difference, differenceOf);
    }

    private static Taken taken(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Serve serve ->
                new Taken(serve.rule(), Optional.of(serve.first().model().toString()));
            case RouteDecision.Refuse refuse -> new Taken(refuse.rule(), Optional.empty());
        };
    }

    /** Counts one policy's side. */
    private static final class Tally {

        private Side sum = Side.EMPTY;

        void add(RouteDecision decision, Cost cost, Optional<NanoUsd> saved) {
            boolean refused = decision instanceof RouteDecision.Refuse;
            boolean local = decision instanceof RouteDecision.Serve serve && serve.first() instanceof Route.Local;
            sum = new Side(
                    sum.local() + (local ? 1 : 0),
                    sum.premium() + (local || refused ? 0 : 1),
                    sum.refused() + (refused ? 1 : 0),
                    sum.cost().plus(cost.amount().orElse(NanoUsd.ZERO)),
                    sum.estimated() + (cost instanceof Cost.Estimated ? 1 : 0),
                    sum.unknown() + (cost instanceof Cost.Unknown ? 1 : 0),
                    sum.saved().plus(saved.orElse(NanoUsd.ZERO)),
                    sum.savedOf() + (saved.isPresent() ? 1 : 0));
        }

        Side side() {
            return sum;
        }
    }

    /** Counts one kind of change. */
    private static final class Moved {

        private final List<String> examples = new ArrayList<>(EXAMPLES);
        private long requests;
        private NanoUsd difference = NanoUsd.ZERO;
        private long differenceOf;

        void add(String id, Optional<NanoUsd> more) {
            requests++;
            if (examples.size() < EXAMPLES) {
                examples.add(id);
            }
            if (more.isPresent()) {
                difference = difference.plus(more.get());
                differenceOf++;
            }
        }

        Change change(Move move) {
            return new Change(move.before(), move.after(), requests, difference, differenceOf, examples);
        }
    }
}
