package io.compuerta.engine.llama;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.end;
import static io.compuerta.engine.testing.Answers.text;
import static io.compuerta.engine.testing.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.testing.Answers;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** The prefix cache against the real library: it spares reading and never changes a word. */
@Timeout(120)
class PrefixReuseTest {

    private static final String RULES = "You are a patient teacher of arithmetic and geography. ".repeat(10);

    @TempDir
    private static Path directory;

    private static Path model;
    private static LlamaChatEngine without;

    @BeforeAll
    static void load() {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory, 2048, 7);
        without = open(2, false);
    }

    @AfterAll
    static void unload() {
        if (without != null) {
            without.close();
        }
    }

    private static LlamaChatEngine open(int slots, boolean cache) {
        return LlamaChatEngine.open(
                NativeLibrary.require(),
                model,
                new LlamaSettings("tiny", false, 2048, slots, 1, 32, 64).withPrefixCache(cache));
    }

    private static GenerationRequest withRules(String question) {
        return GenerationRequest.of(
                List.of(
                        new ChatMessage(ChatMessage.Role.SYSTEM, RULES),
                        new ChatMessage(ChatMessage.Role.USER, question)),
                Sampling.GREEDY,
                30);
    }

    private static EngineEvent.Usage usage(LlamaChatEngine engine, GenerationRequest request) {
        return end(engine.generate(request).collectList().block()).usage();
    }

    @Test
    void theSamePromptAgainReadsOneToken() {
        try (LlamaChatEngine engine = open(1, true)) {
            EngineEvent.Usage first = usage(engine, withRules("one"));
            EngineEvent.Usage second = usage(engine, withRules("one"));

            assertThat(first.cachedTokens()).isZero();
            assertThat(second.cachedTokens()).isEqualTo(second.promptTokens() - 1);
            EngineStatistics all = engine.statistics();
            assertThat(all.promptTokens()).isEqualTo(first.promptTokens() + second.promptTokens());
            assertThat(all.cachedTokens()).isEqualTo(second.cachedTokens());
        }
    }

    @Test
    void theTextIsTheSameWithTheCacheAndWithout() {
        try (LlamaChatEngine engine = open(2, true)) {
            for (int number = 0; number < 8; number++) {
                GenerationRequest request = withRules("question " + number % 5);

                assertThat(textOf(engine, request)).isEqualTo(textOf(without, request));
            }
            assertThat(engine.statistics().cachedTokens()).isGreaterThan(7L * RULES.length() / 2);
        }
    }

    @Test
    void soIsItWhenManyAskAtOnce() {
        List<GenerationRequest> requests = IntStream.range(0, 24)
                .mapToObj(number -> withRules("question " + number % 7))
                .toList();
        List<String> alone =
                requests.stream().map(request -> textOf(without, request)).toList();

        try (LlamaChatEngine engine = open(4, true)) {
            List<String> together = Flux.fromIterable(requests)
                    .flatMapSequential(
                            request -> engine.generate(request).collectList().map(Answers::text), 24)
                    .collectList()
                    .block();

            assertThat(together).isEqualTo(alone);
            assertThat(engine.statistics().cachedTokens()).isPositive();
        }
    }

    @Test
    void aChatThatGoesOnReadsOnlyWhatIsNew() {
        try (LlamaChatEngine engine = open(2, true)) {
            String question = "tell me more about it, " + RULES;
            List<EngineEvent> events =
                    engine.generate(ask(question, 40)).collectList().block();
            GenerationRequest more = GenerationRequest.of(
                    List.of(
                            new ChatMessage(ChatMessage.Role.USER, question),
                            new ChatMessage(ChatMessage.Role.ASSISTANT, text(events)),
                            new ChatMessage(ChatMessage.Role.USER, "and more")),
                    Sampling.GREEDY,
                    30);

            // The last few differ: a prompt asks for no thoughts, a past answer does not.
            assertThat(usage(engine, more).cachedTokens())
                    .isGreaterThan(end(events).usage().promptTokens() - 10);
            assertThat(textOf(engine, more)).isEqualTo(textOf(without, more));
        }
    }

    @Test
    void aBeginningIsCopiedFromASlotThatIsStillSpeaking() {
        try (LlamaChatEngine engine = open(2, true)) {
            GenerationRequest other = withRules("the other");
            String expected = textOf(without, other);

            List<EngineEvent> events = engine.generate(withRules("the first"))
                    .take(1)
                    .concatMap(begun -> engine.generate(other))
                    .collectList()
                    .block();

            assertThat(text(events)).isEqualTo(expected);
            assertThat(end(events).usage().cachedTokens()).isGreaterThan(RULES.length() / 2);
        }
    }

    @Test
    void callersOfDifferentScopesShareNothing() {
        try (LlamaChatEngine engine = open(2, true)) {
            usage(engine, withRules("one").withCacheScope("acme"));

            assertThat(usage(engine, withRules("one").withCacheScope("other")).cachedTokens())
                    .isZero();
            assertThat(usage(engine, withRules("one")).cachedTokens()).isZero();
            assertThat(usage(engine, withRules("one").withCacheScope("other")).cachedTokens())
                    .isPositive();
        }
    }

    @Test
    void switchedOffItKeepsNothing() {
        try (LlamaChatEngine engine = open(1, false)) {
            usage(engine, withRules("one"));

            assertThat(usage(engine, withRules("one")).cachedTokens()).isZero();
            assertThat(engine.statistics().cachedTokens()).isZero();
        }
    }
}
