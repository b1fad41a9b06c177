package io.compuerta.policy.rule;

import io.compuerta.policy.decide.Capability;
import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.DataRules;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import io.compuerta.policy.decide.Target;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.yaml.Position;
import io.compuerta.policy.yaml.YamlText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds targets that can never serve the rule which names them: every model of the route breaks a demand for the data, or
 * lacks what the rule's condition asks for; every model of a fallback or of a cascade breaks the rule's own demand. A fallback that serves
 * only some requests, or none of those the condition lets in, is passed over at run time and does no harm. Only what is
 * certain is reported; a model that nobody configured may come yet.
 */
final class Contradictions {

    private final Map<String, Target> targets;
    private final DataRules data;
    private final Catalogue catalogue;

    Contradictions(Map<String, Target> targets, DataRules data, Catalogue catalogue) {
        this.targets = targets;
        this.data = data;
        this.catalogue = catalogue;
    }

    void check(List<RuleReader.Read> rules) {
        for (RuleReader.Read rule : rules) {
            check(rule, rule.written().route(), rule.entry().positionOf("route"), traits -> objection(rule, traits));
            for (YamlText text : rule.entry().optionalTexts("fallback")) {
                check(rule, text.value(), text.position(), traits -> ownObjection(rule, traits));
            }
            rule.cascade()
                    .ifPresent(way ->
                            check(rule, way.to().value(), way.to().position(), traits -> ownObjection(rule, traits)));
        }
    }

    private void check(
            RuleReader.Read rule, String name, Position at, Function<ModelTraits, Optional<String>> objector) {
        Target target = targets.get(name);
        if (target == null) {
            return;
        }
        List<String> objections = new ArrayList<>();
        for (ModelId model : target.models()) {
            Optional<String> objection = catalogue.find(model).flatMap(objector);
            if (objection.isEmpty()) {
                return;
            }
            objections.add(model + ": " + objection.get());
        }
        rule.entry()
                .problem(
                        at,
                        "target '" + name + "' can never serve rule '"
                                + rule.written().name() + "' (" + String.join("; ", objections) + ")");
    }

    private Optional<String> objection(RuleReader.Read rule, ModelTraits traits) {
        return ownObjection(rule, traits)
                .or(() -> leastSensitive(rule).flatMap(level -> data.objection(level, traits.terms())))
                .or(() -> rule.when().flatMap(when -> lacking(when.shape(), traits)));
    }

    private static Optional<String> ownObjection(RuleReader.Read rule, ModelTraits traits) {
        return rule.written().demand().flatMap(demand -> demand.objection(traits.terms()));
    }

    /** The mildest sensitivity that matches the condition, where that says one. */
    private static Optional<SensitivityLevel> leastSensitive(RuleReader.Read rule) {
        return rule.when()
                .flatMap(when -> when.shape().wordsFor(Variable.SENSITIVITY.celName()))
                .flatMap(words -> Arrays.stream(SensitivityLevel.values())
                        .filter(level -> words.contains(level.word()))
                        .findFirst());
    }

    private static Optional<String> lacking(Shape when, ModelTraits traits) {
        boolean images = when.wordsFor(Variable.MODALITY.celName())
                .map(words -> words.size() == 1 && words.contains("image"))
                .orElse(false);
        if (images && !traits.of(Capability.VISION).orElse(true)) {
            return Optional.of("it takes no " + Capability.VISION.words());
        }
        if (when.asks(Variable.TOOLS.celName()) && !traits.of(Capability.TOOLS).orElse(true)) {
            return Optional.of("it takes no " + Capability.TOOLS.words());
        }
        if (when.asks(Variable.JSON_SCHEMA.celName())
                && !traits.of(Capability.JSON_SCHEMA).orElse(true)) {
            return Optional.of("it takes no " + Capability.JSON_SCHEMA.words());
        }
        double least = Math.max(
                when.leastOf(Variable.PROMPT_TOKENS.celName()), when.leastOf(Variable.CONTEXT_TOKENS.celName()));
        return traits.contextTokens().isPresent()
                        && least >= traits.contextTokens().getAsInt()
                ? Optional.of("its context window has " + traits.contextTokens().getAsInt() + " tokens")
                : Optional.empty();
    }
}
