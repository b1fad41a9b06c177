package io.compuerta.policy;

import io.compuerta.policy.decide.Catalogue;
import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The providers that the tests' policy files know, whatever the model:
 *
 * <ul>
 *   <li>{@code openai}: United States, 30 days, no training; takes images, tools and schemas.
 *   <li>{@code mistral}: the Union, keeps nothing, no training; nothing stated of what it takes.
 *   <li>{@code tiny}: Spain, 7 days, no training; 8,000 tokens, neither images nor tools nor schemas.
 *   <li>{@code vague}: states nothing.
 *   <li>{@code greedy}: the Union, trains on requests.
 * </ul>
 *
 * <p>Every other provider is configured nowhere.
 */
public final class TestModels {

    private static final Optional<Boolean> YES = Optional.of(true);
    private static final Optional<Boolean> NO = Optional.of(false);

    private static final Map<String, ModelTraits> BY_PROVIDER = Map.of(
            "openai",
            new ModelTraits(
                    OptionalInt.of(400_000), YES, YES, YES, new DataTerms(Set.of("us"), OptionalInt.of(30), NO)),
            "mistral",
            ModelTraits.of(new DataTerms(Set.of("eu"), OptionalInt.of(0), NO)),
            "tiny",
            new ModelTraits(OptionalInt.of(8_000), NO, NO, NO, new DataTerms(Set.of("es"), OptionalInt.of(7), NO)),
            "vague",
            ModelTraits.UNKNOWN,
            "greedy",
            ModelTraits.of(new DataTerms(Set.of("eu"), OptionalInt.of(0), YES)));

    private TestModels() {}

    public static Catalogue catalogue() {
        return TestModels::find;
    }

    private static Optional<ModelTraits> find(ModelId model) {
        return model.isLocal()
                ? Optional.of(ModelTraits.EMBEDDED)
                : Optional.ofNullable(BY_PROVIDER.get(model.provider()));
    }
}
