package io.compuerta.policy.decide;

import java.util.Optional;
import java.util.stream.Collectors;

/** The hard filter before any choice: which models may take this request at all, whether they can be called or not. */
final class Screening {

    private final Rule rule;
    private final DataRules data;
    private final Catalogue catalogue;
    private final Facts facts;

    Screening(Rule rule, DataRules data, Catalogue catalogue, Facts facts) {
        this.rule = rule;
        this.data = data;
        this.catalogue = catalogue;
        this.facts = facts;
    }

    /**
     * Why a model may not take the request.
     *
     * @param reason  in words for people
     * @param lacking the capability it lacks; empty when a demand for the data forbids it
     */
    record Objection(String reason, Optional<Capability> lacking) {}

    Facts facts() {
        return facts;
    }

    /** Demands for the data come first: they are what a refusal should name. */
    Optional<Objection> objection(ModelId model) {
        ModelTraits traits = catalogue.traits(model);
        Optional<String> forbidden = facts.placement()
                .objection(model)
                .or(() -> rule.demand().flatMap(demand -> demand.objection(traits.terms())))
                .or(() -> data.objection(facts.signals().sensitivity().level(), traits.terms()));
        if (forbidden.isPresent()) {
            return forbidden.map(reason -> new Objection(reason, Optional.empty()));
        }
        return traits.lacking(facts).map(need -> new Objection(words(need, traits), Optional.of(need)));
    }

    private String words(Capability need, ModelTraits traits) {
        return need == Capability.CONTEXT
                ? "its context window of " + traits.contextTokens().orElse(0) + " tokens is too small for about "
                        + facts.contextTokens()
                : "it takes no " + need.words();
    }

    /** What is taken on trust: needs of the request that nothing is stated about. Empty when there are none. */
    String trust(ModelId model) {
        var unstated = catalogue.traits(model).unstated(facts);
        if (unstated.isEmpty()) {
            return "";
        }
        return "; whether " + model + " takes "
                + unstated.stream().map(Capability::words).collect(Collectors.joining(" and ")) + " is not stated";
    }
}
