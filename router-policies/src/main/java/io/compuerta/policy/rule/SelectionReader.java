package io.compuerta.policy.rule;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Selection;
import io.compuerta.policy.decide.Strategy;
import io.compuerta.policy.yaml.YamlMapping;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code strategy:}, {@code weights:} and {@code sticky:} of a target. */
final class SelectionReader {

    private static final BigDecimal LEAST_WEIGHT = new BigDecimal("0.001");
    private static final BigDecimal MOST_WEIGHT = new BigDecimal("1000000");
    private static final List<String> WORDS =
            Arrays.stream(Strategy.values()).map(Strategy::word).toList();

    private SelectionReader() {}

    /** First-healthy when nothing is said, and after a problem. */
    static Selection read(YamlMapping entry, List<ModelId> models) {
        Optional<Strategy> written = entry.optionalWord("strategy", WORDS)
                .flatMap(word -> Arrays.stream(Strategy.values())
                        .filter(strategy -> strategy.word().equals(word))
                        .findFirst());
        Strategy strategy = written.orElse(Strategy.FIRST_HEALTHY);
        boolean sticky = entry.optionalWord("sticky", List.of("conversation")).isPresent();
        if (models.size() == 1 && entry.isSound()) {
            for (String key : List.of("strategy", "weights", "sticky")) {
                if (entry.has(key)) {
                    entry.problemAt(key, "'" + key + "' has nothing to choose from: the target has one model");
                }
            }
        }
        if (sticky && written.isPresent() && strategy != Strategy.WEIGHTED) {
            entry.problemAt(
                    "sticky",
                    "'sticky' keeps a conversation at one model and '" + strategy.word()
                            + "' does not; leave 'strategy' out or use weighted");
            sticky = false;
        }
        Map<ModelId, Double> weights = weights(entry, strategy, written.isPresent() || !entry.has("strategy"), models);
        return entry.isSound() ? new Selection(strategy, sticky, weights) : Selection.FIRST_HEALTHY;
    }

    private static Map<ModelId, Double> weights(
            YamlMapping entry, Strategy strategy, boolean understood, List<ModelId> models) {
        Map<ModelId, Double> weights = new HashMap<>();
        Optional<YamlMapping> section = entry.optionalMapping("weights");
        if (section.isEmpty()) {
            if (strategy == Strategy.WEIGHTED && !entry.has("weights")) {
                entry.problemAt("strategy", "'weighted' needs 'weights', a number for each model");
            }
            return weights;
        }
        if (strategy != Strategy.WEIGHTED && understood) {
            entry.problemAt("weights", "'weights' belongs to 'strategy: weighted'");
            return weights;
        }
        section.get().allow(models.stream().map(ModelId::toString).toArray(String[]::new));
        for (ModelId model : models) {
            String name = model.toString();
            if (!section.get().has(name) && section.get().isSound()) {
                section.get().problem(section.get().position(), "'" + name + "' has no weight");
            }
            section.get()
                    .optionalDecimal(name, LEAST_WEIGHT, MOST_WEIGHT)
                    .ifPresent(weight -> weights.put(model, weight.doubleValue()));
        }
        return weights;
    }
}
