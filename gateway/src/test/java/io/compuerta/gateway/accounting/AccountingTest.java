package io.compuerta.gateway.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.PriceReader;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AccountingTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    private static final PriceBook PRICES = PriceReader.read("prices.yaml", """
            version: 1
            baseline: acme/big
            prices:
              - model: acme/big
                from: 2026-01-01
                usd-per-million: { input: 4.00, cached-input: 0.40, output: 20.00 }
                source: made up for tests
            """);

    private static final AnswerEvent END = new AnswerEvent.Finish(0, FinishReason.STOP);

    private final List<LedgerEntry> book = new ArrayList<>();
    private final Calls.Remembering reservation = new Calls.Remembering();
    private final AdmittedCall call = Calls.admitted(
            Chat.json("auto", "How much is it?").put("user", "ana@correo-prueba.es"), "acme", reservation);
    private final Accounting accounting = new Accounting(
            () -> PRICES,
            new UserPseudonyms("a secret of the tests".getBytes(StandardCharsets.UTF_8)),
            model -> model.equals("auto"),
            CLOCK,
            List.of(book::add));

    @Test
    void reportedTokensArePricedAndTheBillClosesTheAnswer() {
        List<AnswerEvent> events = follow(
                begin("acme/big", Origin.CacheStatus.MISS),
                text("Much."),
                END,
                new AnswerEvent.Usage(new TokenUsage(1000, 400, 0, 100, 0)));

        Cost expected = new Cost.Priced(new NanoUsd(600 * 4_000L + 400 * 400L + 100 * 20_000L), price());
        assertThat(events.getLast()).isEqualTo(new AnswerEvent.Billed(new TokenUsage(1000, 400, 0, 100, 0), expected));
        LedgerEntry entry = only();
        assertThat(entry.outcome()).isEqualTo(LedgerEntry.Outcome.OK);
        assertThat(entry.cost()).contains(expected);
        assertThat(entry.saved()).contains(NanoUsd.ZERO);
        assertThat(reservation.settled).hasValue(1100);
        assertThat(reservation.ends).hasValue(1);
    }

    @Test
    void whatALocalAnswerWouldHaveCostIsSaved() {
        follow(begin("local/qwen", Origin.CacheStatus.MISS), END, new AnswerEvent.Usage(TokenUsage.of(1000, 100)));

        assertThat(only().cost().flatMap(Cost::amount)).contains(NanoUsd.ZERO);
        assertThat(only().saved()).contains(new NanoUsd(1000 * 4_000L + 100 * 20_000L));
    }

    @Test
    void aCacheHitCostsNothingAndSavesTheBaselinesPrice() {
        follow(begin("acme/big", Origin.CacheStatus.HIT), END, new AnswerEvent.Usage(TokenUsage.of(1000, 100)));

        assertThat(only().cost().flatMap(Cost::amount)).contains(NanoUsd.ZERO);
        assertThat(only().saved()).contains(new NanoUsd(1000 * 4_000L + 100 * 20_000L));
    }

    @Test
    void aDiscardedAnswerIsPaidForAndLessensTheSaving() {
        Route small = new Route.Premium("t", ModelId.parse("acme/big"));
        List<AnswerEvent> events = follow(
                new AnswerEvent.Discarded(small, TokenUsage.of(1000, 10), TokenCount.REPORTED),
                begin("acme/big", Origin.CacheStatus.MISS),
                END,
                new AnswerEvent.Usage(TokenUsage.of(1000, 100)));

        long answer = 1000 * 4_000L + 100 * 20_000L;
        long discarded = 1000 * 4_000L + 10 * 20_000L;
        assertThat(((AnswerEvent.Billed) events.getLast()).cost().amount()).contains(new NanoUsd(answer + discarded));
        assertThat(only().cost().flatMap(Cost::amount)).contains(new NanoUsd(answer + discarded));
        assertThat(only().answerCost()).contains(new NanoUsd(answer));
        assertThat(only().discarded().map(LedgerEntry.Discarded::tokens)).contains(TokenUsage.of(1000, 10));
        assertThat(only().tokens()).isEqualTo(TokenUsage.of(1000, 100));
        assertThat(only().saved()).contains(new NanoUsd(-discarded));
        assertThat(reservation.settled).hasValue(2110);
    }

    @Test
    void whatWasDiscardedBeforeTheCallerLeftIsBookedToo() {
        Flux<AnswerEvent> waiting = Flux.concat(
                Flux.just(new AnswerEvent.Discarded(
                        new Route.Local("t", ModelId.local("qwen")), TokenUsage.of(50, 24), TokenCount.ESTIMATED)),
                Flux.never());
        Disposable reader = accounting
                .book(call, Mono.just(answer(waiting)))
                .flatMapMany(Answer::events)
                .subscribe();

        reader.dispose();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.CANCELLED);
        assertThat(only().origin()).isEmpty();
        assertThat(only().discarded().map(LedgerEntry.Discarded::tokens)).contains(TokenUsage.of(50, 24));
        assertThat(reservation.settled).hasValue(74);
    }

    @Test
    void anAnswerThatIsUsedAfterAllIsBookedOnce() {
        Route local = new Route.Local("t", ModelId.local("qwen"));
        follow(
                new AnswerEvent.Discarded(local, TokenUsage.of(50, 24), TokenCount.REPORTED),
                new AnswerEvent.Discarded(local, TokenUsage.NONE, TokenCount.REPORTED),
                begin("local/qwen", Origin.CacheStatus.MISS),
                END,
                new AnswerEvent.Usage(TokenUsage.of(50, 24)));

        assertThat(only().discarded()).isEmpty();
        assertThat(reservation.settled).hasValue(74);
    }

    @Test
    void aModelWithoutPriceHasAnUnknownCostAndNeverZero() {
        List<AnswerEvent> events = follow(
                begin("acme/new", Origin.CacheStatus.MISS), END, new AnswerEvent.Usage(TokenUsage.of(1000, 100)));

        assertThat(((AnswerEvent.Billed) events.getLast()).cost().amount()).isEmpty();
        assertThat(only().costStatus()).isEqualTo("unknown");
        assertThat(only().saved()).isEmpty();
    }

    @Test
    void tokensThatNobodyCountedAreEstimated() {
        follow(begin("acme/big", Origin.CacheStatus.MISS), text("Much, much more than you think."), END);

        assertThat(only().costStatus()).isEqualTo("estimated");
        assertThat(only().tokens().completion()).isBetween(4L, 20L);
        assertThat(only().tokens().prompt()).isPositive();
    }

    @Test
    void aCancelledAnswerIsBookedOnceWithWhatItCost() {
        Flux<AnswerEvent> endless = Flux.concat(
                Flux.just(begin("acme/big", Origin.CacheStatus.MISS), text("Much, much more.")), Flux.never());
        Disposable reader = accounting
                .book(call, Mono.just(answer(endless)))
                .flatMapMany(Answer::events)
                .subscribe();

        reader.dispose();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.CANCELLED);
        assertThat(only().costStatus()).isEqualTo("estimated");
        assertThat(only().cost().flatMap(Cost::amount).orElseThrow().value()).isPositive();
        assertThat(only().saved()).isEmpty();
        assertThat(reservation.settled.get()).isPositive();
        assertThat(reservation.ends).hasValue(1);
    }

    @Test
    void aCallerWhoLeavesBeforeTheAnswerIsBookedAndTheRoomGivenBack() {
        Disposable reader = accounting.book(call, Mono.never()).subscribe();

        reader.dispose();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.CANCELLED);
        assertThat(only().costStatus()).isEqualTo("none");
        assertThat(reservation.released).hasValue(1);
    }

    @Test
    void aBrokenAnswerIsAnErrorWithItsPartialCost() {
        Flux<AnswerEvent> broken = Flux.concat(
                Flux.just(begin("acme/big", Origin.CacheStatus.MISS), text("Much")),
                Flux.error(new GatewayError.UpstreamFailed(502, "upstream_cut_off", "cut", true, Optional.empty())));

        accounting
                .book(call, Mono.just(answer(broken)))
                .flatMapMany(Answer::events)
                .onErrorComplete()
                .blockLast();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.ERROR);
        assertThat(only().errorCode()).contains("upstream_cut_off");
        assertThat(only().costStatus()).isEqualTo("estimated");
    }

    @Test
    void aRefusalCostsNothingAndGivesTheRoomBack() {
        accounting
                .book(call, Mono.error(new GatewayError.PromptBlocked("injection")))
                .onErrorComplete()
                .block();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.REFUSED);
        assertThat(only().errorCode()).contains("content_filter");
        assertThat(only().cost()).isEmpty();
        assertThat(reservation.released).hasValue(1);
    }

    @Test
    void aDefectIsAnErrorNotARefusal() {
        accounting
                .book(call, Mono.error(new IllegalStateException("oops")))
                .onErrorComplete()
                .block();

        assertThat(only().outcome()).isEqualTo(LedgerEntry.Outcome.ERROR);
        assertThat(only().errorCode()).contains("internal_error");
    }

    @Test
    void usersAndModelNamesOfTheirOwnInventionAreNotRepeated() {
        AdmittedCall odd = Calls.admitted(
                Chat.json("model-of-ana@correo-prueba.es", "x").put("user", "ana@correo-prueba.es"),
                "acme",
                reservation);

        accounting
                .book(odd, Mono.error(new GatewayError.UnknownModel("x")))
                .onErrorComplete()
                .block();

        assertThat(only().askedModel()).isEqualTo("other");
        assertThat(only().userDigest()).matches("[0-9a-f]{16}");
        assertThat(only().toString()).doesNotContain("correo-prueba");
    }

    @Test
    void aUsersPseudonymDependsOnTheTenant() {
        UserPseudonyms pseudonyms = new UserPseudonyms("a secret of the tests".getBytes(StandardCharsets.UTF_8));

        assertThat(pseudonyms.of("acme", "ana")).isEqualTo(pseudonyms.of("acme", "ana"));
        assertThat(pseudonyms.of("acme", "ana")).isNotEqualTo(pseudonyms.of("globex", "ana"));
        assertThat(pseudonyms.of("a", "ba")).isNotEqualTo(pseudonyms.of("ab", "a"));
    }

    private List<AnswerEvent> follow(AnswerEvent... events) {
        return accounting
                .book(call, Mono.just(answer(Flux.just(events))))
                .flatMapMany(Answer::events)
                .collectList()
                .block();
    }

    private Answer answer(Flux<AnswerEvent> events) {
        return new Answer(Calls.anonymized(call), Optional.empty(), events);
    }

    private LedgerEntry only() {
        assertThat(book).hasSize(1);
        return book.getFirst();
    }

    private static String price() {
        return PRICES.price(ModelId.parse("acme/big"), CLOCK.instant())
                .orElseThrow()
                .id();
    }

    private static AnswerEvent.Text text(String text) {
        return new AnswerEvent.Text(0, text);
    }

    private static AnswerEvent begin(String model, Origin.CacheStatus cache) {
        ModelId id = ModelId.parse(model);
        Route route = id.isLocal() ? new Route.Local("t", id) : new Route.Premium("t", id);
        return new AnswerEvent.Begin(new Origin(route, id, "a rule", cache, 0, "p1"));
    }
}
