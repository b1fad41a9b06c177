package io.compuerta.policy.money;

import io.compuerta.policy.decide.ModelId;
import java.time.LocalDate;
import java.util.List;

/**
 * What a model costs from a day on.
 *
 * @param from   first day of the price, in UTC
 * @param rates  for prompts up to the first tier
 * @param tiers  dearer (or cheaper) rates for long prompts, by rising threshold; often empty
 * @param source where the price was read, for people
 */
public record Price(ModelId model, LocalDate from, Rates rates, List<Tier> tiers, String source) {

    /**
     * Rates for the whole request once its prompt is longer than the threshold, as OpenAI and Google charge.
     *
     * @param abovePromptTokens the longest prompt that the tier does not apply to
     */
    public record Tier(long abovePromptTokens, Rates rates) {}

    public Price {
        tiers = List.copyOf(tiers);
    }

    /** The rates for a prompt of that many tokens. */
    public Rates ratesFor(long promptTokens) {
        Rates found = rates;
        for (Tier tier : tiers) {
            if (promptTokens > tier.abovePromptTokens()) {
                found = tier.rates();
            }
        }
        return found;
    }

    /** Names the price in the ledger: {@code openai/gpt-5.6-sol@2026-09-01}. */
    public String id() {
        return model + "@" + from;
    }
}
