package io.compuerta.engine.llama;

import static io.compuerta.engine.llama.Answers.ask;
import static io.compuerta.engine.llama.Answers.end;
import static io.compuerta.engine.llama.Answers.text;
import static io.compuerta.engine.llama.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.StarterModel;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** How the tokens of an answer are drawn, and what is told about them, by the engine as a whole. */
@Timeout(180)
class SamplingTest {

    /** Byte tokens come first in the tiny model's vocabulary. */
    private static final int A = 'a';

    @TempDir
    private static Path directory;

    private static LlamaChatEngine engine;

    @BeforeAll
    static void load() {
        NativeLibrary.requireBundled();
        engine = open(TinyQwen3Gguf.write(directory, 4096, 7));
    }

    @AfterAll
    static void unload() {
        if (engine != null) {
            engine.close();
        }
    }

    private static LlamaChatEngine open(Path model) {
        return LlamaChatEngine.open(
                NativeLibrary.require(), model, new LlamaSettings("tiny", false, 1024, 8, 1, 64, 64));
    }

    @Test
    void biasForcesAndBansTokens() {
        assertThat(textOf(engine, ask("bias", biased(0, Map.of(A, 100f)), 20))).isEqualTo("a".repeat(20));
        assertThat(textOf(engine, ask("bias", biased(1.5f, Map.of(A, 100f)), 20)))
                .isEqualTo("a".repeat(20));

        List<String> questions =
                IntStream.range(0, 20).mapToObj(index -> "bias " + index).toList();
        int banned = 0;
        for (String question : questions) {
            TokenLogprob usual = first(question, Sampling.GREEDY);
            if (usual.bytes().length == 1) {
                TokenLogprob instead = first(question, biased(0, Map.of((int) usual.bytes()[0], -100f)));
                assertThat(instead.bytes())
                        .isEqualTo(usual.alternatives().get(1).bytes());
                banned++;
            }
        }
        assertThat(banned).isPositive();
    }

    @Test
    void aBiasOfAnUnknownTokenIsTheCallersError() {
        StepVerifier.create(engine.generate(ask("bias", biased(0, Map.of(1_000_000, 1f)), 5)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                EngineException.Unsupported.class,
                                refused -> assertThat(refused.parameter()).isEqualTo("logit_bias")))
                .verify();
        assertThat(textOf(engine, ask("after", 5))).isNotEmpty();
    }

    @Test
    void penaltiesKeepAnswersFromRepeatingThemselves() {
        Map<Integer, Float> twoLetters = Map.of(A, 100f, A + 1, 100f);
        String free = textOf(engine, ask("penalty", biased(0, twoLetters), 100));
        String counted = textOf(engine, ask("penalty", new Sampling(0, 1, 0, 0, 2, 0, twoLetters, 0), 100));
        String once = textOf(engine, ask("penalty", new Sampling(0, 1, 0, 0, 0, 2, twoLetters, 0), 100));

        assertThat(imbalance(counted)).isLessThan(20).isLessThan(imbalance(free));
        assertThat(once).hasSize(100).matches("[ab]+");
    }

    private static long imbalance(String text) {
        long first = text.chars().filter(letter -> letter == 'a').count();
        return Math.abs(text.length() - 2 * first);
    }

    @Test
    void theSameSeedGivesTheSameTextAloneAndAmongSeven() {
        together(engine, 60);
    }

    /** Real probabilities, where a seventh digit could turn a choice. */
    @Test
    void theStarterModelToo() {
        try (LlamaChatEngine starter = open(StarterModel.require())) {
            together(starter, 16);
        }
    }

    private static void together(LlamaChatEngine model, int tokens) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int index = 0; index < 8; index++) {
            Sampling sampling = index % 2 == 0
                    ? new Sampling(0, 1, 0, 0, 0.5f, 0.5f, Map.of(A, 1f), 0)
                    : new Sampling(0.9f, 0.95f, index % 4 == 1 ? 0 : 40, 0.02f, 0.3f, 0.2f, Map.of(), 100 + index);
            requests.add(ask("Tell me something about the number " + "one ".repeat(1 + index), sampling, tokens));
        }
        List<String> alone =
                requests.stream().map(request -> textOf(model, request)).toList();

        List<String> together = Flux.fromIterable(requests)
                .flatMapSequential(
                        request -> model.generate(request).collectList().map(Answers::text), 8)
                .collectList()
                .block();

        assertThat(together).isEqualTo(alone);
    }

    @Test
    void everyTokenTellsItsLogProbability() {
        Sampling warm = new Sampling(1.2f, 0.9f, 0, 5);
        List<EngineEvent> events = engine.generate(ask("logs", warm, 40).withTopLogprobs(3))
                .collectList()
                .block();
        List<TokenLogprob> logprobs = logprobs(events);

        assertThat(logprobs).hasSize(end(events).usage().completionTokens()).hasSize(40);
        assertThat(joined(logprobs)).isEqualTo(text(events));
        for (TokenLogprob token : logprobs) {
            assertThat(token.logprob()).isNegative();
            assertThat(token.alternatives()).hasSize(3);
            assertThat(token.alternatives().getFirst().logprob()).isGreaterThanOrEqualTo(token.logprob());
            assertThat(token.alternatives())
                    .isSortedAccordingTo((first, second) -> Double.compare(second.logprob(), first.logprob()));
        }
        assertThat(text(events)).isEqualTo(textOf(engine, ask("logs", warm, 40)));
    }

    @Test
    void withoutBeingAskedNoLogProbabilitiesAreTold() {
        assertThat(logprobs(engine.generate(ask("logs", 10)).collectList().block()))
                .isEmpty();
        List<TokenLogprob> bare = logprobs(engine.generate(ask("logs", 10).withTopLogprobs(0))
                .collectList()
                .block());
        assertThat(bare).hasSize(10).allMatch(token -> token.alternatives().isEmpty());
    }

    @Test
    void probabilitiesAreTheModelsOwnWhateverTheRequestAdds() {
        TokenLogprob plain = first("first", Sampling.GREEDY);
        TokenLogprob pushed = first("first", biased(0, Map.of(A, 100f)));

        // The second prompt is in the prefix cache: its last token is read alone, and sums round in another order.
        for (int rank = 0; rank < plain.alternatives().size(); rank++) {
            TokenLogprob alternative = pushed.alternatives().get(rank);
            assertThat(alternative.bytes())
                    .isEqualTo(plain.alternatives().get(rank).bytes());
            assertThat(alternative.logprob())
                    .isCloseTo(plain.alternatives().get(rank).logprob(), within(0.01));
        }
        assertThat(pushed.bytes()).isEqualTo(new byte[] {A});
        assertThat(pushed.logprob()).isLessThan(plain.logprob());
        assertThat(plain.alternatives().getFirst().logprob()).isEqualTo(plain.logprob());
        double shown = plain.alternatives().stream()
                .mapToDouble(token -> Math.exp(token.logprob()))
                .sum();
        assertThat(shown).isBetween(0.0, 1.0);
    }

    @Test
    void logProbabilitiesAddUpToOne() {
        float[] logits = {1, 3, Float.NEGATIVE_INFINITY, -2};

        TokenLikelihood likelihood = new TokenLikelihood(logits, 0, unused());

        double sum = IntStream.of(0, 1, 2, 3)
                .mapToDouble(token -> Math.exp(likelihood.of(token, new byte[0]).logprob()))
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-9));
        assertThat(likelihood.of(1, new byte[0]).logprob())
                .isCloseTo(3 - Math.log(Math.exp(1) + Math.exp(3) + Math.exp(-2)), within(1e-9));
    }

    @Test
    void aStopStringTakesItsLogProbabilitiesAlong() {
        String whole = textOf(engine, ask("stop", 60));
        String stop = whole.substring(20, 26);
        List<EngineEvent> events = engine.generate(ask("stop", 60, stop).withTopLogprobs(0))
                .collectList()
                .block();

        assertThat(text(events)).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        // The last token told may reach into the stop string; it does not begin there.
        assertThat(joined(logprobs(events))).startsWith(text(events));
        List<TokenLogprob> told = logprobs(events);
        assertThat(text(events)).startsWith(joined(told.subList(0, told.size() - 1)));
    }

    @SuppressWarnings("NullAway") // no alternatives, no names
    private static LlamaModel unused() {
        return null;
    }

    private static TokenLogprob first(String question, Sampling sampling) {
        return logprobs(engine.generate(ask(question, sampling, 1).withTopLogprobs(5))
                        .collectList()
                        .block())
                .getFirst();
    }

    private static Sampling biased(float temperature, Map<Integer, Float> bias) {
        return new Sampling(temperature, 1, 0, 0, 0, 0, bias, 1);
    }

    private static List<TokenLogprob> logprobs(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Text.class::isInstance)
                .flatMap(event -> ((EngineEvent.Text) event).logprobs().stream())
                .toList();
    }

    private static String joined(List<TokenLogprob> tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tokens.forEach(token -> bytes.writeBytes(token.bytes()));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
