package io.compuerta.policy.decide;

import io.compuerta.policy.signal.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model can do and what its provider promises. An empty value is one that nobody stated: a capability is then
 * taken as given, since a wrong guess only costs a try; a promise is taken as not made, since a wrong guess lets data out.
 *
 * @param contextTokens tokens of prompt and answer together
 * @param vision        whether it takes images
 * @param tools         whether it calls tools
 * @param jsonSchema    whether it can be held to a JSON schema
 * @param terms         what its provider does with the data
 */
public record ModelTraits(
        OptionalInt contextTokens,
        Optional<Boolean> vision,
        Optional<Boolean> tools,
        Optional<Boolean> jsonSchema,
        DataTerms terms) {

    /** Nothing is stated. */
    public static final ModelTraits UNKNOWN = of(DataTerms.UNKNOWN);

    /**
     * The embedded engine. It sees no images. Its context window is left out: the engine counts a prompt exactly where
     * the policy can only estimate, and hands over what does not fit.
     */
    public static final ModelTraits EMBEDDED = new ModelTraits(
            OptionalInt.empty(), Optional.of(false), Optional.of(true), Optional.of(true), DataTerms.INSIDE);

    public ModelTraits {
        Objects.requireNonNull(terms, "terms");
    }

    /** A model of whose capabilities nothing is stated. */
    public static ModelTraits of(DataTerms terms) {
        return new ModelTraits(OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), terms);
    }

    /** The first thing the request needs that the model surely lacks. */
    Optional<Capability> lacking(Facts facts) {
        if (contextTokens.isPresent() && facts.contextTokens() > contextTokens.getAsInt()) {
            return Optional.of(Capability.CONTEXT);
        }
        for (Capability need : needs(facts)) {
            if (!of(need).orElse(true)) {
                return Optional.of(need);
            }
        }
        return Optional.empty();
    }

    /** What the request needs and nobody stated. */
    List<Capability> unstated(Facts facts) {
        return needs(facts).stream().filter(need -> of(need).isEmpty()).toList();
    }

    /** Whether it has the capability; empty when that is not stated, and for {@link Capability#CONTEXT}. */
    public Optional<Boolean> of(Capability capability) {
        return switch (capability) {
            case CONTEXT -> Optional.empty();
            case VISION -> vision;
            case TOOLS -> tools;
            case JSON_SCHEMA -> jsonSchema;
        };
    }

    private static List<Capability> needs(Facts facts) {
        List<Capability> needs = new ArrayList<>(3);
        if (facts.signals().modality() == Modality.IMAGE) {
            needs.add(Capability.VISION);
        }
        if (facts.signals().tools()) {
            needs.add(Capability.TOOLS);
        }
        if (facts.ask().jsonSchema()) {
            needs.add(Capability.JSON_SCHEMA);
        }
        return needs;
    }
}
