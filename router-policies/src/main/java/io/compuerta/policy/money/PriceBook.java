package io.compuerta.policy.money;

import io.compuerta.policy.decide.ModelId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every model costs, by day. Thread-safe and immutable.
 *
 * <p>The embedded engine costs nothing unless an entry such as {@code local/qwen} says otherwise. Any other model without
 * an entry has an unknown cost.
 */
public final class PriceBook {

    private static final String LOCAL_PRICE = "embedded engine";

    private final String version;
    private final Optional<ModelId> baseline;
    private final Map<ModelId, List<Price>> newestFirst;

    /**
     * @param version  names the content; stored beside each cost, so that old costs stay explainable
     * @param baseline the premium model that savings are counted against; empty when savings are not wanted
     */
    public PriceBook(String version, Optional<ModelId> baseline, List<Price> prices) {
        this.version = version;
        this.baseline = baseline;
        Map<ModelId, List<Price>> byModel = new HashMap<>();
        for (Price price : prices) {
            byModel.computeIfAbsent(price.model(), model -> new ArrayList<>()).add(price);
        }
        byModel.values()
                .forEach(list -> list.sort(Comparator.comparing(Price::from).reversed()));
        this.newestFirst = Map.copyOf(byModel);
    }

    /** A book without prices: everything but the embedded engine is unknown. */
    public static PriceBook empty() {
        return new PriceBook("empty", Optional.empty(), List.of());
    }

    public String version() {
        return version;
    }

    public Optional<ModelId> baseline() {
        return baseline;
    }

    /** The price in force at that moment (days change at midnight UTC); empty when there is none. */
    public Optional<Price> price(ModelId model, Instant at) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        return newestFirst.getOrDefault(model, List.of()).stream()
                .filter(price -> !price.from().isAfter(day))
                .findFirst();
    }

    /**
     * What the tokens cost with that model at that moment.
     *
     * @param count where the token counts come from; estimated counts give an estimated cost
     */
    public Cost cost(ModelId model, TokenUsage usage, TokenCount count, Instant at) {
        Optional<Price> price = price(model, at);
        if (price.isPresent()) {
            NanoUsd usd = price.get().ratesFor(usage.prompt()).of(usage);
            return cost(usd, price.get().id(), count);
        }
        if (model.isLocal() && !newestFirst.containsKey(model)) {
            return cost(NanoUsd.ZERO, LOCAL_PRICE, count);
        }
        return new Cost.Unknown(
                newestFirst.containsKey(model)
                        ? "the first price of " + model + " starts later"
                        : "no price for " + model);
    }

    /**
     * What was saved against the baseline.
     *
     * @param actual what was paid for the answer
     * @param usage  the tokens of the answer
     * @return empty when there is no baseline, or when either side is unknown
     */
    public Optional<Savings> savings(Cost actual, TokenUsage usage, TokenCount count, Instant at) {
        return baseline.flatMap(model -> {
            Cost counterfactual = cost(model, usage, count, at);
            boolean estimated = counterfactual instanceof Cost.Estimated || actual instanceof Cost.Estimated;
            return counterfactual
                    .amount()
                    .flatMap(would -> actual.amount().map(did -> new Savings(would, did, estimated)));
        });
    }

    private static Cost cost(NanoUsd usd, String price, TokenCount count) {
        return switch (count) {
            case REPORTED -> new Cost.Priced(usd, price);
            case ESTIMATED -> new Cost.Estimated(usd, price);
        };
    }
}
