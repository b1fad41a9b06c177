package io.compuerta.policy.decide;

import io.compuerta.policy.signal.Signals;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A compiled policy. The first rule that matches decides.
 *
 * <p>What the caller asked for:
 *
 * <ul>
 *   <li>{@code auto}: the rule's target, then its fallbacks, as far as they are available.
 *   <li>{@code local} or {@code provider/model}: that model and no silent substitute, unless the rule binds
 *       ({@code on-failure: refuse}). Then only models of the rule's target are served, and the embedded engine, which
 *       sends nothing out.
 * </ul>
 *
 * <p>Before anything is chosen, models that lack what the request needs ({@link ModelTraits}) and models whose providers
 * do not meet the policy's demands for the data ({@link DataRules}, {@link Rule#demand}) are left out: of targets, of
 * fallbacks and of what the caller asks for. So is everything that the request's {@link Placement} forbids; where that
 * leaves nothing and the rule does not bind, the policy's other targets of the kind demanded step in. What is left stands in the order of each target's {@link Selection}.
 *
 * <p>Thread-safe and immutable; a new policy file gives a new set.
 */
public final class PolicySet {

    /** The model name with which the caller leaves the choice to the rules. */
    public static final String AUTO = "auto";

    /** The model name with which the caller asks for the embedded engine. */
    public static final String LOCAL = "local";

    private final String version;
    private final List<Target> targets;
    private final List<Rule> rules;
    private final Optional<ModelId> engine;
    private final DataRules data;
    private final Catalogue catalogue;
    private final Clock clock;

    /**
     * @param version   names the policy's content
     * @param targets   all that the policy defines, in its order; the first engine is what {@code local} means
     * @param rules     the last one must hold always
     * @param data      demands for the data, by sensitivity
     * @param catalogue what models can do and what their providers promise
     * @param clock     for decisions that are given no {@link Situation}
     */
    public PolicySet(
            String version, List<Target> targets, List<Rule> rules, DataRules data, Catalogue catalogue, Clock clock) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a policy needs a rule");
        }
        this.version = version;
        this.targets = List.copyOf(targets);
        this.rules = List.copyOf(rules);
        this.engine = targets.stream()
                .filter(Target.Engine.class::isInstance)
                .map(target -> target.models().getFirst())
                .findFirst();
        this.data = data;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** A short hash of the policy file: the same text gives the same version. */
    public String version() {
        return version;
    }

    /** In the order they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /** Decides at the clock's hour, with nothing else going on. */
    public RouteDecision decide(Signals signals, Caller caller, String askedModel, Availability availability) {
        return decide(new Facts(signals, Ask.of(askedModel), caller, Situation.quiet(clock)), availability);
    }

    /** Decides with nothing known of the models but whether they can be called. */
    public RouteDecision decide(Facts facts, Availability availability) {
        return decide(facts, Fleet.of(availability));
    }

    /** Decides. The same facts with the same fleet give the same decision. */
    public RouteDecision decide(Facts facts, Fleet fleet) {
        for (Rule rule : rules) {
            Rule.Match match = rule.match(facts);
            if (match != Rule.Match.NO) {
                Choice choice = new Choice(
                        rule, match == Rule.Match.YES_BROKEN, new Screening(rule, data, catalogue, facts), fleet);
                String asked = facts.ask().model();
                return asked.equals(AUTO) ? choice.byRule(targets) : wish(choice, asked);
            }
        }
        // The compiler demands a last rule without a condition; a set built by hand may lack one.
        return new RouteDecision.Refuse("none", "no rule matches this request", false);
    }

    private RouteDecision wish(Choice choice, String asked) {
        if (asked.equals(LOCAL)) {
            return engine.map(choice::asked)
                    .orElseGet(() -> choice.refuse("this policy has no target with an embedded engine"));
        }
        Optional<ModelId> model = ModelId.find(asked);
        return model.map(choice::asked)
                .orElseGet(() -> choice.refuse("the model asked for is neither 'auto', 'local' nor 'provider/model'"));
    }
}
