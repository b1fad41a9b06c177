package io.compuerta.policy.money;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.decide.ModelId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceBookTest {

    private static final String PRICES = """
            version: 1
            baseline: openai/sol
            prices:
              - model: openai/sol
                from: 2026-09-01
                usd-per-million: { input: 4.00, cached-input: 0.40, cache-write: 5.00, output: 20.00 }
                tiers:
                  - above-prompt-tokens: 200000
                    usd-per-million: { input: 8.00, output: 30.00 }
                source: test
              - model: openai/sol
                from: 2026-11-01
                usd-per-million: { input: 2.00, output: 10.00 }
                source: test
              - model: qwen/thinking
                from: 2026-09-01
                usd-per-million: { input: 0.1875, output: 1.125, reasoning: 8.40 }
                source: test
            """;
    private static final Instant OCTOBER = Instant.parse("2026-10-15T12:00:00Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-15T12:00:00Z");
    private static final ModelId SOL = ModelId.parse("openai/sol");
    private static final ModelId QWEN = ModelId.local("qwen");

    private final PriceBook book = PriceReader.read("prices.yaml", PRICES);

    @Test
    void everyKindOfTokenHasItsPrice() {
        TokenUsage usage = new TokenUsage(1_000, 300, 200, 100, 40);

        // 500 x 4 + 300 x 0.40 + 200 x 5 + 100 x 20 dollars per million
        assertThat(book.cost(SOL, usage, TokenCount.REPORTED, OCTOBER))
                .isEqualTo(new Cost.Priced(new NanoUsd(5_120_000), "openai/sol@2026-09-01"));
    }

    @Test
    void reasoningMayCostMoreThanTheAnswer() {
        TokenUsage usage = new TokenUsage(0, 0, 0, 100, 40);

        // 60 x 1.125 + 40 x 8.40
        assertThat(amount(ModelId.parse("qwen/thinking"), usage, OCTOBER)).isEqualTo(403_500);
    }

    @ParameterizedTest
    @CsvSource({"1, 188", "2, 375", "3, 563", "5, 938"})
    void halfANanoDollarIsRoundedUpOnce(long tokens, long nanos) {
        // 187.5 nano-dollars a token
        assertThat(amount(ModelId.parse("qwen/thinking"), TokenUsage.of(tokens, 0), OCTOBER))
                .isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"200000, 800000000", "200001, 1600008000"})
    void aLongPromptMovesTheWholeRequestToTheTier(long prompt, long nanos) {
        assertThat(amount(SOL, TokenUsage.of(prompt, 0), OCTOBER)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-31T23:59:59Z, openai/sol@2026-09-01",
        "2026-11-01T00:00:00Z, openai/sol@2026-11-01",
        "2027-05-01T00:00:00Z, openai/sol@2026-11-01"
    })
    void theNewestPriceThatHasStartedApplies(Instant at, String price) {
        assertThat(book.price(SOL, at)).map(Price::id).contains(price);
    }

    @Test
    void anUnknownPriceIsNeverNothing() {
        Cost unlisted = book.cost(ModelId.parse("openai/other"), TokenUsage.of(10, 10), TokenCount.REPORTED, OCTOBER);
        Cost tooEarly =
                book.cost(SOL, TokenUsage.of(10, 10), TokenCount.REPORTED, Instant.parse("2026-08-31T23:59:59Z"));

        assertThat(unlisted).isEqualTo(new Cost.Unknown("no price for openai/other"));
        assertThat(unlisted.amount()).isEmpty();
        assertThat(tooEarly).isEqualTo(new Cost.Unknown("the first price of openai/sol starts later"));
    }

    @Test
    void theEmbeddedEngineIsFreeUnlessPriced() {
        PriceBook priced = PriceReader.read("prices.yaml", PRICES + """
                          - model: local/qwen
                            from: 2026-11-01
                            usd-per-million: { input: 0.01, output: 0.05 }
                            source: electricity
                        """);

        assertThat(amount(QWEN, TokenUsage.of(1_000, 1_000), OCTOBER)).isZero();
        assertThat(priced.cost(QWEN, TokenUsage.of(1_000, 1_000), TokenCount.REPORTED, NOVEMBER)
                        .amount())
                .contains(new NanoUsd(60_000));
        assertThat(priced.cost(QWEN, TokenUsage.of(1_000, 1_000), TokenCount.REPORTED, OCTOBER))
                .as("somebody gave it a price, so before that day it is unknown")
                .isInstanceOf(Cost.Unknown.class);
    }

    @Test
    void estimatedTokensGiveAnEstimatedCost() {
        assertThat(book.cost(SOL, TokenUsage.of(100, 0), TokenCount.ESTIMATED, OCTOBER))
                .isEqualTo(new Cost.Estimated(new NanoUsd(400_000), "openai/sol@2026-09-01"));
    }

    @Test
    void anAnswerAtHomeSavesWhatTheBaselineWouldHaveCost() {
        TokenUsage usage = TokenUsage.of(1_000, 500);
        Cost actual = book.cost(QWEN, usage, TokenCount.REPORTED, OCTOBER);

        Optional<Savings> savings = book.savings(actual, usage, TokenCount.REPORTED, OCTOBER);

        assertThat(savings).contains(new Savings(new NanoUsd(14_000_000), NanoUsd.ZERO, false));
        assertThat(savings.orElseThrow().saved()).hasToString("0.014");
    }

    @Test
    void aDearerModelIsALoss() {
        Savings loss = new Savings(new NanoUsd(5), new NanoUsd(8), false);

        assertThat(loss.saved()).isEqualTo(new NanoUsd(-3));
    }

    @Test
    void savingsAreNotInventedWhenASideIsUnknown() {
        TokenUsage usage = TokenUsage.of(10, 10);
        Cost unknown = new Cost.Unknown("no price");
        Cost free = book.cost(QWEN, usage, TokenCount.REPORTED, OCTOBER);

        assertThat(book.savings(unknown, usage, TokenCount.REPORTED, OCTOBER)).isEmpty();
        assertThat(book.savings(free, usage, TokenCount.REPORTED, Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
        assertThat(PriceBook.empty().savings(free, usage, TokenCount.REPORTED, OCTOBER))
                .isEmpty();
    }

    @Test
    void anEstimateOnEitherSideMakesTheSavingAnEstimate() {
        TokenUsage usage = TokenUsage.of(10, 10);
        Cost estimated = book.cost(QWEN, usage, TokenCount.ESTIMATED, OCTOBER);

        assertThat(book.savings(estimated, usage, TokenCount.REPORTED, OCTOBER))
                .map(Savings::estimated)
                .contains(true);
    }

    private long amount(ModelId model, TokenUsage usage, Instant at) {
        return book.cost(model, usage, TokenCount.REPORTED, at)
                .amount()
                .orElseThrow()
                .value();
    }
}
