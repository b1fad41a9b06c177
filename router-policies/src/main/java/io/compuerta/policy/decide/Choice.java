package io.compuerta.policy.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the rule that matched into candidates, keeping account of what was rejected. Used once. */
final class Choice {

    private final Rule rule;
    private final boolean broken;
    private final Availability availability;
    private final List<Route> candidates = new ArrayList<>();
    private final List<RouteDecision.Rejected> rejected = new ArrayList<>();

    Choice(Rule rule, boolean broken, Availability availability) {
        this.rule = rule;
        this.broken = broken;
        this.availability = availability;
    }

    /** The rule's target, then its fallbacks. */
    RouteDecision byRule() {
        offer(rule.target());
        boolean ofTarget = !candidates.isEmpty();
        rule.fallback().forEach(this::offer);
        if (candidates.isEmpty()) {
            return new RouteDecision.Refuse(rule.name(), nothingLeft(), true, rejected);
        }
        String why = why();
        if (!ofTarget) {
            why += "; target '" + rule.target().name() + "' is unavailable, falling back to '"
                    + candidates.getFirst().target() + "'";
        }
        Optional<Escalation> escalation = escalation();
        return new RouteDecision.Serve(rule.name(), why, candidates, rejected, escalation);
    }

    /** A rule that was taken only because its condition broke lets no text out. */
    private Optional<Escalation> escalation() {
        if (broken || !(candidates.getFirst() instanceof Route.Local)) {
            return Optional.empty();
        }
        return rule.cascade().flatMap(cascade -> {
            Choice other = new Choice(rule, broken, availability);
            other.offer(cascade.to());
            other.rejected.stream().filter(entry -> !rejected.contains(entry)).forEach(rejected::add);
            return other.candidates.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Escalation(other.candidates, cascade.doubt()));
        });
    }

    /** The model the caller named, if the rule lets it. */
    RouteDecision asked(ModelId model) {
        boolean permitted =
                !rule.binding() || model.isLocal() || rule.target().models().contains(model);
        if (!permitted) {
            String reason = why() + ", which allows only target '"
                    + rule.target().name() + "'; the model asked for is not in it";
            rejected.add(new RouteDecision.Rejected(
                    model,
                    "rule '" + rule.name() + "' allows only target '"
                            + rule.target().name() + "'"));
            return new RouteDecision.Refuse(rule.name(), reason, false, rejected);
        }
        if (isUnavailable(model)) {
            // Not named: any text with a slash in it gets here.
            return new RouteDecision.Refuse(rule.name(), "the model asked for is unavailable", true, rejected);
        }
        return new RouteDecision.Serve(
                rule.name(), "the caller asked for " + model, List.of(Target.route(Target.ASKED, model)), rejected);
    }

    RouteDecision refuse(String reason) {
        return new RouteDecision.Refuse(rule.name(), reason, false, rejected);
    }

    private void offer(Target target) {
        for (ModelId model : target.models()) {
            boolean twice = candidates.stream().anyMatch(route -> route.model().equals(model));
            if (!twice && !isUnavailable(model)) {
                candidates.add(target.to(model));
            }
        }
    }

    private boolean isUnavailable(ModelId model) {
        if (availability.isAvailable(model)) {
            return false;
        }
        RouteDecision.Rejected entry = new RouteDecision.Rejected(model, "unavailable");
        if (!rejected.contains(entry)) {
            rejected.add(entry);
        }
        return true;
    }

    private String why() {
        return "rule '" + rule.name() + "'"
                + (broken ? " could not be evaluated and protects, so it is taken as matching" : " matches");
    }

    private String nothingLeft() {
        String target = "target '" + rule.target().name() + "' is unavailable";
        if (rule.binding()) {
            return why() + "; " + target + " and the rule allows no other";
        }
        List<String> others =
                rule.fallback().stream().map(t -> "'" + t.name() + "'").toList();
        return why() + "; " + target + (others.isEmpty() ? "" : ", and so are " + String.join(", ", others));
    }
}
