package io.compuerta.policy.share;

import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Decides requests by a policy whose threshold moves, so that the policy's share holds.
 *
 * <p>A request is eligible when the policy keeps it with the threshold at its top and sends it to premium with the threshold
 * at its bottom, as things are available now. All others pass: sensitive or foreign topics, files too large for the local
 * model, models asked for by name, premium out of order. They neither count nor bend.
 *
 * <p>Decisions count, not what came of them: were a request that fell back counted where it was served, an outage of
 * premium would make the threshold send more requests to premium, and an overloaded local model would be given more.
 *
 * <p>Thread-safe. What was learned lives as long as this object; a policy may be exchanged for another with the same goal.
 */
public final class ShareSteering {

    /** The scope of a share that all tenants have together. */
    public static final String ALL = "all";

    /** Stands in the reason of a decision when, and only when, the threshold alone decided. */
    public static final String MARK = "; share: ";

    private static final double BOTTOM = Math.nextDown(0.0);
    private static final double TOP = Math.nextUp(1.0);

    /** A controller with the default window takes some 60 kB. */
    private static final int MOST_TENANTS = 1_000;

    private final Optional<ShareGoal> goal;
    private final long seed;
    private final Map<String, ShareController> controllers;

    /**
     * @param goal empty to leave the threshold where it is
     * @param seed of the chances by which equal scores are parted
     */
    public ShareSteering(Optional<ShareGoal> goal, long seed) {
        this.goal = goal;
        this.seed = seed;
        this.controllers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, ShareController> eldest) {
                return size() > MOST_TENANTS;
            }
        };
    }

    /** Whether the threshold alone says if the request stays. */
    public static boolean isEligible(PolicySet policies, Facts facts, Fleet fleet) {
        return facts.ask().model().equals(PolicySet.AUTO)
                && isLocal(policies.decide(facts.withThreshold(TOP), fleet))
                && isPremium(policies.decide(facts.withThreshold(BOTTOM), fleet));
    }

    /** Decides, with the threshold that is due in place of the one in the facts. */
    public RouteDecision decide(PolicySet policies, Facts facts, Fleet fleet) {
        if (goal.isEmpty()) {
            return policies.decide(facts, fleet);
        }
        ShareController controller = controller(goal.get(), facts.caller().tenant());
        if (!facts.ask().model().equals(PolicySet.AUTO)) {
            return policies.decide(facts.withThreshold(controller.threshold()), fleet);
        }
        RouteDecision kept = policies.decide(facts.withThreshold(TOP), fleet);
        RouteDecision sent = policies.decide(facts.withThreshold(BOTTOM), fleet);
        if (!isLocal(kept) || !isPremium(sent)) {
            return kept.equals(sent) ? kept : policies.decide(facts.withThreshold(controller.threshold()), fleet);
        }
        Ruling ruling = controller.rule(facts.signals().complexity().score());
        RouteDecision byScore = policies.decide(facts.withThreshold(ruling.threshold()), fleet);
        boolean wouldStay = isLocal(byScore);
        boolean stays = wouldStay ? ruling.mayStay() : !ruling.mayLeave();
        controller.settle(ruling, stays);
        if (stays == wouldStay) {
            return noted(byScore, String.format(Locale.ROOT, "threshold %.2f", ruling.threshold()));
        }
        return noted(stays ? kept : sent, limit(goal.get(), ruling, stays));
    }

    /** Decides with the threshold in the facts, and says where another could have decided otherwise. Teaches nothing. */
    public RouteDecision unsteered(PolicySet policies, Facts facts, Fleet fleet) {
        RouteDecision decision = policies.decide(facts, fleet);
        if (goal.isEmpty() || !isEligible(policies, facts, fleet)) {
            return decision;
        }
        String words = "the threshold decides; it is %.2f here, and moves in service to keep %s %% local";
        return noted(
                decision,
                String.format(
                        Locale.ROOT,
                        words,
                        facts.situation().threshold(),
                        percent(goal.get().local())));
    }

    /** How the share of a tenant stands, or of {@link #ALL}; one that nothing was decided for yet stands at its beginning. */
    public Optional<ShareStatus> status(String scope) {
        return goal.map(g -> {
            synchronized (controllers) {
                return Optional.ofNullable(controllers.get(scope))
                        .orElseGet(() -> fresh(g, scope))
                        .status();
            }
        });
    }

    /** Where the threshold stands for a tenant's next request. */
    public double threshold(String tenant) {
        return goal.map(g -> controller(g, tenant).threshold()).orElse(ComplexityScorer.DEFAULT_THRESHOLD);
    }

    private ShareController controller(ShareGoal wanted, String tenant) {
        synchronized (controllers) {
            return controllers.computeIfAbsent(wanted.perTenant() ? tenant : ALL, scope -> fresh(wanted, scope));
        }
    }

    private ShareController fresh(ShareGoal wanted, String scope) {
        SplittableRandom chance = new SplittableRandom(seed ^ scope.hashCode());
        return new ShareController(wanted, ComplexityScorer.DEFAULT_THRESHOLD, chance);
    }

    private static boolean isLocal(RouteDecision decision) {
        return decision instanceof RouteDecision.Serve serve && serve.first() instanceof Route.Local;
    }

    private static boolean isPremium(RouteDecision decision) {
        return decision instanceof RouteDecision.Serve serve && serve.first() instanceof Route.Premium;
    }

    private static String limit(ShareGoal goal, Ruling ruling, boolean stays) {
        return String.format(
                Locale.ROOT,
                "by its complexity it would %s (threshold %.2f), but %s is at its limit for %s %% local",
                stays ? "go to premium" : "stay",
                ruling.threshold(),
                stays ? "premium" : "the local model",
                percent(goal.local()));
    }

    private static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.1f", 100 * share);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static RouteDecision noted(RouteDecision decision, String note) {
        String reason = decision.reason() + MARK + note;
        return switch (decision) {
            case RouteDecision.Serve serve ->
                new RouteDecision.Serve(serve.rule(), reason, serve.candidates(), serve.rejected(), serve.escalation());
            case RouteDecision.Refuse refuse ->
                new RouteDecision.Refuse(
                        refuse.rule(), reason, refuse.temporary(), refuse.lacking(), refuse.rejected());
        };
    }
}
