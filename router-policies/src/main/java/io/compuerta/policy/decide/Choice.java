package io.compuerta.policy.decide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the rule that matched into candidates, keeping account of what was rejected. Used once. */
final class Choice {

    private static final String UNAVAILABLE = "unavailable";

    private final Rule rule;
    private final boolean broken;
    private final Screening screening;
    private final Fleet fleet;
    private final List<Route> candidates = new ArrayList<>();
    private final Map<ModelId, RouteDecision.Rejected> rejected = new LinkedHashMap<>();
    private boolean someUnavailable;
    private Optional<Capability> lacking = Optional.empty();
    private boolean forbidden;

    Choice(Rule rule, boolean broken, Screening screening, Fleet fleet) {
        this.rule = rule;
        this.broken = broken;
        this.screening = screening;
        this.fleet = fleet;
    }

    /**
     * The rule's target, then its fallbacks.
     *
     * @param all the policy's targets, of which those that the request's {@link Placement} demands step in
     */
    RouteDecision byRule(List<Target> all) {
        offer(rule.target());
        boolean ofTarget = !candidates.isEmpty();
        rule.fallback().forEach(this::offer);
        if (candidates.isEmpty() && !rule.binding()) {
            all.stream().filter(screening.facts().placement()::welcomes).forEach(this::offer);
        }
        if (candidates.isEmpty()) {
            return refusal(why() + "; " + nothingLeft());
        }
        String why = why();
        if (!ofTarget) {
            why += "; " + missing(rule.target()) + ", falling back to '"
                    + candidates.getFirst().target() + "'";
        }
        Optional<Escalation> escalation = escalation();
        if (escalation.isPresent()) {
            why += "; a doubtful answer goes to '"
                    + escalation.get().candidates().getFirst().target() + "'";
        }
        return serve(why, escalation);
    }

    /** A rule that was taken only because its condition broke lets no text out. */
    private Optional<Escalation> escalation() {
        if (broken || !(candidates.getFirst() instanceof Route.Local)) {
            return Optional.empty();
        }
        return rule.cascade().flatMap(cascade -> {
            Choice other = new Choice(rule, broken, screening, fleet);
            other.offer(cascade.to());
            other.rejected.forEach(rejected::putIfAbsent);
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
            reject(
                    model,
                    "rule '" + rule.name() + "' allows only target '"
                            + rule.target().name() + "'");
            return new RouteDecision.Refuse(rule.name(), reason, false, rejections());
        }
        Optional<String> objection = objection(model);
        if (objection.isPresent()) {
            // Not named: any text with a slash in it gets here.
            return refusal(
                    objection.get().equals(UNAVAILABLE)
                            ? "the model asked for is unavailable"
                            : why() + "; the model asked for may not take this request: " + objection.get());
        }
        candidates.add(Target.route(Target.ASKED, model));
        return serve("the caller asked for " + model, Optional.empty());
    }

    RouteDecision refuse(String reason) {
        return new RouteDecision.Refuse(rule.name(), reason, false, rejections());
    }

    private RouteDecision serve(String why, Optional<Escalation> escalation) {
        return new RouteDecision.Serve(
                rule.name(),
                why + screening.trust(candidates.getFirst().model()),
                candidates,
                rejections(),
                escalation);
    }

    /** Trying later helps when a model that may take the request is away; another request when none is able to. */
    private RouteDecision refusal(String reason) {
        Optional<Capability> cause = someUnavailable || forbidden ? Optional.empty() : lacking;
        return new RouteDecision.Refuse(rule.name(), reason, someUnavailable, cause, rejections());
    }

    private void offer(Target target) {
        List<ModelId> fit = new ArrayList<>();
        for (ModelId model : target.models()) {
            boolean twice = candidates.stream().anyMatch(route -> route.model().equals(model));
            if (!twice && objection(model).isEmpty()) {
                fit.add(model);
            }
        }
        List<ModelId> ordered = switch (target) {
            case Target.Engine engine -> fit;
            case Target.Premium premium -> premium.selection().order(fit, screening.facts(), fleet);
        };
        ordered.forEach(model -> candidates.add(target.to(model)));
    }

    /** Why the model is not taken, which is then on record. */
    private Optional<String> objection(ModelId model) {
        Optional<Screening.Objection> found = screening.objection(model);
        if (found.isPresent()) {
            reject(model, found.get().reason());
            forbidden |= found.get().lacking().isEmpty();
            lacking = lacking.or(found.get()::lacking);
            return found.map(Screening.Objection::reason);
        }
        if (!fleet.availability().isAvailable(model)) {
            reject(model, UNAVAILABLE);
            someUnavailable = true;
            return Optional.of(UNAVAILABLE);
        }
        return Optional.empty();
    }

    private void reject(ModelId model, String reason) {
        rejected.putIfAbsent(model, new RouteDecision.Rejected(model, reason));
    }

    private List<RouteDecision.Rejected> rejections() {
        return List.copyOf(rejected.values());
    }

    private String why() {
        return "rule '" + rule.name() + "'"
                + (broken ? " could not be evaluated and protects, so it is taken as matching" : " matches");
    }

    private String nothingLeft() {
        if (rule.binding()) {
            return missing(rule.target()) + " and the rule allows no other";
        }
        boolean allAway =
                rejected.values().stream().allMatch(entry -> entry.reason().equals(UNAVAILABLE));
        if (!allAway) {
            return String.join(
                    "; ",
                    Stream.concat(Stream.of(rule.target()), rule.fallback().stream())
                            .map(this::missing)
                            .toList());
        }
        List<String> others =
                rule.fallback().stream().map(t -> "'" + t.name() + "'").toList();
        return missing(rule.target()) + (others.isEmpty() ? "" : ", and so are " + String.join(", ", others));
    }

    /** Why nothing of the target is a candidate. */
    private String missing(Target target) {
        List<RouteDecision.Rejected> entries = target.models().stream()
                .flatMap(model -> Stream.ofNullable(rejected.get(model)))
                .toList();
        if (entries.stream().allMatch(entry -> entry.reason().equals(UNAVAILABLE))) {
            return "target '" + target.name() + "' is unavailable";
        }
        return "no model of target '" + target.name() + "' may take this request ("
                + entries.stream()
                        .map(entry -> entry.model() + ": " + entry.reason())
                        .collect(Collectors.joining("; "))
                + ")";
    }
}
