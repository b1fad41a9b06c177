package io.compuerta.policy.money;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Nearest;
import io.compuerta.policy.yaml.YamlDocument;
import io.compuerta.policy.yaml.YamlMapping;
import io.compuerta.policy.yaml.YamlText;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code prices.yaml}. */
public final class PriceReader {

    private static final int SUPPORTED_VERSION = 1;
    /** A thousand dollars per million tokens: above that somebody wrote a price per token or lost the decimal point. */
    private static final BigDecimal DEAREST = BigDecimal.valueOf(1_000);

    private static final long LONGEST_PROMPT = 1_000_000_000L;

    private PriceReader() {}

    /**
     * Reads a price table.
     *
     * @param file the name shown in problems; nothing is opened
     * @throws ConfigException with every problem found
     */
    public static PriceBook read(String file, String text) {
        YamlDocument yaml = YamlDocument.parse(file, text);
        YamlMapping root = yaml.root().allow("version", "baseline", "prices").version(SUPPORTED_VERSION);
        List<Price> prices = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (YamlMapping entry : root.mappings("prices")) {
            price(entry).ifPresent(price -> {
                Integer earlier = lines.putIfAbsent(price.id(), entry.position().line());
                if (earlier != null) {
                    entry.problem(
                            entry.position(),
                            "the price of " + price.model() + " from " + price.from() + " stands on line " + earlier
                                    + " already");
                }
                prices.add(price);
            });
        }
        Optional<ModelId> baseline = baseline(root, prices);
        return yaml.orThrow(() -> new PriceBook(yaml.contentHash(), baseline, prices));
    }

    private static Optional<ModelId> baseline(YamlMapping root, List<Price> prices) {
        Optional<ModelId> baseline = root.optionalText("baseline").flatMap(text -> model(text, root));
        List<String> known = prices.stream()
                .map(price -> price.model().toString())
                .distinct()
                .toList();
        // With a broken price in the table the baseline may be the one that is missing: one problem is enough.
        if (baseline.isPresent()
                && root.isSound()
                && !known.contains(baseline.get().toString())) {
            root.problemAt(
                    "baseline",
                    "the baseline '" + baseline.get() + "' has no price in this file"
                            + Nearest.hint(baseline.get().toString(), known));
        }
        return baseline;
    }

    private static Optional<Price> price(YamlMapping entry) {
        entry.allow("model", "from", "usd-per-million", "tiers", "source");
        Optional<ModelId> model = entry.placedText("model").flatMap(text -> model(text, entry));
        LocalDate from = entry.date("from");
        Rates rates = rates(entry.mapping("usd-per-million"));
        List<Price.Tier> tiers = new ArrayList<>();
        for (YamlMapping tier : entry.optionalMappings("tiers")) {
            tier.allow("above-prompt-tokens", "usd-per-million");
            long above = tier.integer("above-prompt-tokens", 1, LONGEST_PROMPT);
            if (tier.isSound() && !tiers.isEmpty() && above <= tiers.getLast().abovePromptTokens()) {
                tier.problemAt(
                        "above-prompt-tokens",
                        "tiers must rise: " + above + " is not above "
                                + tiers.getLast().abovePromptTokens());
            }
            tiers.add(new Price.Tier(above, rates(tier.mapping("usd-per-million"))));
        }
        String source = entry.text("source");
        return entry.isSound() ? model.map(id -> new Price(id, from, rates, tiers, source)) : Optional.empty();
    }

    private static Rates rates(YamlMapping entry) {
        entry.allow("input", "cached-input", "cache-write", "output", "reasoning");
        BigDecimal input = entry.decimal("input", BigDecimal.ZERO, DEAREST);
        BigDecimal output = entry.decimal("output", BigDecimal.ZERO, DEAREST);
        return new Rates(
                input,
                entry.optionalDecimal("cached-input", BigDecimal.ZERO, DEAREST).orElse(input),
                entry.optionalDecimal("cache-write", BigDecimal.ZERO, DEAREST).orElse(input),
                output,
                entry.optionalDecimal("reasoning", BigDecimal.ZERO, DEAREST).orElse(output));
    }

    private static Optional<ModelId> model(YamlText text, YamlMapping entry) {
        Optional<ModelId> model = ModelId.find(text.value());
        if (model.isEmpty()) {
            entry.problem(text.position(), "a model is written provider/model, not '" + text.value() + "'");
        }
        return model;
    }
}
