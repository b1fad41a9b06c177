package io.compuerta.engine.testing;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.end;
import static io.compuerta.engine.testing.Answers.text;
import static io.compuerta.engine.testing.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What every {@link ChatEngine} keeps, wherever it runs. */
public abstract class ChatEngineContract extends ContractSetup {

    private static final String OK = "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},"
            + "\"required\":[\"ok\"],\"additionalProperties\":false}";

    @Test
    void streamsTextAndThenExactlyOneEnd() {
        List<EngineEvent> events =
                engine().generate(ask("good morning", 40)).collectList().block();

        assertThat(events).hasSizeGreaterThan(20);
        assertThat(events.subList(0, events.size() - 1)).allMatch(EngineEvent.Text.class::isInstance);
        assertThat(end(events).reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end(events).usage().completionTokens()).isEqualTo(40);
        assertThat(end(events).usage().promptTokens()).isGreaterThan(10);
    }

    @Test
    void saysWhatItRunsAndHowItStands() {
        assertThat(engine().health())
                .isInstanceOfSatisfying(
                        EngineHealth.Ready.class,
                        ready -> assertThat(ready.contextTokens()).isEqualTo(32_768));
        EngineStatistics statistics = engine().statistics();
        assertThat(statistics.slots()).isEqualTo(can(Ability.TELLS_SLOTS) ? 2 : statistics.busySlots());
    }

    @Test
    void greedyTextDependsOnThePromptOnly() {
        String first = textOf(engine(), ask("one", 30));

        assertThat(textOf(engine(), ask("one", 30))).isEqualTo(first);
        assertThat(textOf(engine(), ask("two", 30))).isNotEqualTo(first);
    }

    @Test
    void theSameSeedGivesTheSameText() {
        Sampling warm = new Sampling(1.5f, 0.95f, 40, 42);
        String first = textOf(engine(), ask("one", warm, 30));

        assertThat(textOf(engine(), ask("one", warm, 30))).isEqualTo(first);
        assertThat(textOf(engine(), ask("one", new Sampling(1.5f, 0.95f, 40, 43), 30)))
                .isNotEqualTo(first);
        assertThat(textOf(engine(), ask("one", new Sampling(1.5f, 1, 0, -1), 30)))
                .isEqualTo(textOf(engine(), ask("one", new Sampling(1.5f, 1, 0, -1), 30)));
    }

    @Test
    void textOfAnyScriptArrivesWhole() {
        assertThat(end(engine().generate(ask("¿Qué tal? 你好 \uD83D\uDE00 \u0000 half a pair: \uD83D", 5))
                                .collectList()
                                .block())
                        .reason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void moreRequestsThanSlotsAreAllAnswered() {
        String alone = textOf(engine(), ask("the same", 60));

        List<String> together = Flux.range(0, 12)
                .flatMap(
                        index -> engine().generate(ask("the same", 60))
                                .collectList()
                                .map(Answers::text),
                        12)
                .collectList()
                .block();

        assertThat(together).hasSize(12).containsOnly(alone);
    }

    @Test
    void aFullQueueRefusesAtOnceWithAHint() {
        ChatEngine narrow = engine(NARROW);

        // One is answered, one waits; a few more may come in while a reader has its hands full.
        StepVerifier.create(Flux.range(0, 10)
                        .flatMap(index -> narrow.generate(ask("long", LONG)), 10)
                        .ignoreElements())
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                EngineException.Overloaded.class,
                                full -> assertThat(full.retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1))))
                .verify();
        awaitInFlight(narrow, 0);

        assertThat(textOf(narrow, ask("after", 5))).isNotEmpty();
    }

    @Test
    void cancellingStopsWithinAToken() {
        ChatEngine one = engine(ONE_SLOT);
        textOf(one, ask("first", 1));
        long before = statistics(one).completionTokens();

        one.generate(ask("long", LONG)).take(3).blockLast();
        textOf(one, ask("short", 5));

        assertThat(statistics(one).completionTokens() - before).isLessThanOrEqualTo(3 + readAhead() + 1 + 5);
        assertThat(statistics(one).inFlight()).isZero();
    }

    @Test
    void aReaderThatDoesNotAskGetsNothingMade() {
        ChatEngine one = engine(ONE_SLOT);
        textOf(one, ask("first", 1));
        long before = statistics(one).completionTokens();

        StepVerifier.create(one.generate(ask("long", LONG)), 1)
                .expectNextCount(1)
                .then(() -> assertThat(textOf(one, ask("other", 5))).isNotEmpty())
                .then(() -> assertThat(statistics(one).completionTokens() - before)
                        .isLessThanOrEqualTo(can(Ability.WAITS_FOR_ITS_READER) ? 1 + readAhead() + 1 + 5 : LONG + 5))
                .thenCancel()
                .verify();
    }

    @Test
    void aSlowReaderLosesItsPlaceButNotItsAnswer() {
        ChatEngine one = engine(ONE_SLOT);
        String undisturbed = textOf(one, ask("slow", 100));
        StringBuilder slow = new StringBuilder();

        StepVerifier.create(
                        one.generate(ask("slow", 100))
                                .doOnNext(event ->
                                        slow.append(event instanceof EngineEvent.Text piece ? piece.text() : "")),
                        1)
                .expectNextCount(1)
                .then(() -> assertThat(textOf(one, ask("quick", 50))).isNotEmpty())
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(event -> true)
                .verifyComplete();

        assertThat(slow).hasToString(undisturbed);
    }

    @Test
    void aReaderThatBlocksHoldsUpNobody() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        engine().generate(ask("blocked", 30))
                .doOnNext(event -> {
                    blocked.countDown();
                    awaitQuietly(release);
                })
                .doOnComplete(done::countDown)
                .subscribe();
        blocked.await();

        assertThat(textOf(engine(), ask("free", 60))).isNotEmpty();
        release.countDown();
        done.await();
    }

    @Test
    void nothingIsLostWhenAThirdIsCancelled() {
        Random random = new Random(11);
        ChatEngine busy = engine(new Shape(32_768, 8, 64));
        List<Integer> cutAfter = random.ints(64, 1, 40).boxed().toList();

        List<Boolean> ended = Flux.range(0, 64)
                .flatMap(
                        index -> {
                            Flux<EngineEvent> answer = busy.generate(ask("number " + index, 40));
                            return index % 3 == 0
                                    ? answer.take(cutAfter.get(index)).then(Mono.just(true))
                                    : answer.last().map(EngineEvent.Finished.class::isInstance);
                        },
                        64)
                .collectList()
                .block();

        assertThat(ended).hasSize(64).containsOnly(true);
        awaitInFlight(busy, 0);
        assertThat(statistics(busy).parked()).isZero();
    }

    @Test
    void aPromptLongerThanTheContextIsRefused() {
        ChatEngine small = engine(SHORT_CONTEXT);

        StepVerifier.create(small.generate(ask("x".repeat(1000), 5)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(EngineException.ContextExceeded.class, exceeded -> {
                            assertThat(exceeded.contextTokens()).isEqualTo(256);
                            assertThat(exceeded.promptTokens()).isGreaterThan(1000);
                        }))
                .verify();
        StepVerifier.create(small.generate(ask("x".repeat(10_000_000), 5)))
                .expectError(EngineException.ContextExceeded.class)
                .verify();
    }

    @Test
    void anAnswerEndsWhereTheContextEnds() {
        EngineEvent.Finished end = end(
                engine(SHORT_CONTEXT).generate(ask("hello", 1000)).collectList().block());

        assertThat(end.reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(end.usage().promptTokens() + end.usage().completionTokens()).isEqualTo(256);
    }

    @Test
    void stopStringsEndTheAnswerAndAreNotPartOfIt() {
        String whole = textOf(engine(), ask("stop", 60));
        String stop = whole.substring(20, 26);
        List<EngineEvent> events = engine().generate(ask("stop", 60, "never met", stop))
                .collectList()
                .block();

        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void closingEndsWhatRunsAndWhatComes() {
        ChatEngine closing = open(ONE_SLOT);
        StepVerifier.create(closing.generate(ask("long", LONG)))
                .expectNextCount(1)
                .then(closing::close)
                .thenConsumeWhile(event -> true)
                .expectError(EngineException.Unavailable.class)
                .verify();

        StepVerifier.create(closing.generate(ask("late", 1)))
                .expectError(EngineException.Unavailable.class)
                .verify();
        assertThat(closing.health()).isInstanceOf(EngineHealth.Unavailable.class);
        closing.close();
    }

    @Test
    void logProbabilitiesComeWithEveryToken() {
        List<EngineEvent> events = engine().generate(ask("likely?", 12).withTopLogprobs(3))
                .collectList()
                .block();

        List<TokenLogprob> tokens = events.stream()
                .filter(EngineEvent.Text.class::isInstance)
                .flatMap(event -> ((EngineEvent.Text) event).logprobs().stream())
                .toList();
        assertThat(tokens).hasSize(end(events).usage().completionTokens());
        assertThat(tokens).allSatisfy(token -> {
            assertThat(token.logprob()).isNegative();
            assertThat(token.alternatives()).hasSize(3);
            // The model is asked greedily, so the likeliest is the one that was taken.
            assertThat(token.alternatives().getFirst().bytes()).isEqualTo(token.bytes());
        });
        assertThat(engine().generate(ask("likely?", 3)).collectList().block())
                .filteredOn(EngineEvent.Text.class::isInstance)
                .allSatisfy(event ->
                        assertThat(((EngineEvent.Text) event).logprobs()).isEmpty());
    }

    @Test
    void anAnswerKeepsTheSchemaThatWasAsked() {
        List<EngineEvent> events = engine().generate(ask("Is it so?", 60).withFormat(new OutputFormat.JsonSchema(OK)))
                .collectList()
                .block();

        assertThat(text(events)).matches("\\{\"ok\": ?(true|false)}");
        assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void aSchemaThatCannotBeKeptIsRefusedByName() {
        StepVerifier.create(
                        engine().generate(ask("Is it so?", 60).withFormat(new OutputFormat.JsonSchema("{\"not\":{}}"))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                EngineException.Unsupported.class,
                                refused -> assertThat(refused.parameter()).isEqualTo("response_format")))
                .verify();
    }

    @Test
    void aToolThatMustBeCalledIsCalledByItsSchema() {
        Tools tools = new Tools(
                List.of(new ToolSpec("decide", "Decides.", OK), new ToolSpec("idle", "", "{\"type\":\"object\"}")),
                new ToolChoice.Named("decide"),
                false);
        List<EngineEvent> events = engine().generate(ask("Is it so?", 120).withTools(tools))
                .collectList()
                .block();

        assertThat(events.getFirst()).isInstanceOfSatisfying(EngineEvent.ToolCall.class, call -> {
            assertThat(call.index()).isZero();
            assertThat(call.name()).isEqualTo("decide");
            assertThat(call.id()).isNotEmpty();
        });
        assertThat(events.stream()
                        .filter(EngineEvent.ToolArguments.class::isInstance)
                        .map(event -> ((EngineEvent.ToolArguments) event).fragment())
                        .collect(Collectors.joining()))
                .matches("\\{\"ok\": ?(true|false)}");
        assertThat(text(events)).isBlank();
        assertThat(end(events).reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void aPromptIsReadOnceForThoseWhoShare() {
        GenerationRequest asked = ask("Tell me of the sea, of its tides and of the ships on it.", 4);
        usage(asked.withCacheScope("one"));

        assertThat(usage(asked.withCacheScope("one")).cachedTokens()).isPositive();
        int found = usage(asked.withCacheScope("two")).cachedTokens();
        if (can(Ability.SEPARATES_CACHE_SCOPES)) {
            assertThat(found).isZero();
        } else {
            assertThat(found).isPositive();
        }
    }

    private EngineEvent.Usage usage(GenerationRequest request) {
        return end(engine(ONE_SLOT).generate(request).collectList().block()).usage();
    }
}
