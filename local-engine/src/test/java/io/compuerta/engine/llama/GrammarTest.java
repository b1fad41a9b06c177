package io.compuerta.engine.llama;

import static io.compuerta.engine.llama.Answers.ask;
import static io.compuerta.engine.llama.Answers.end;
import static io.compuerta.engine.llama.Answers.text;
import static io.compuerta.engine.llama.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.chat.ChatFormat;
import io.compuerta.engine.chat.ChatFormats;
import io.compuerta.engine.chat.Grammar;
import io.compuerta.engine.chat.RenderedChat;
import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.StarterModel;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Answers that have to follow rules. */
@Timeout(180)
class GrammarTest {

    private static final Grammar CHOICE = new Grammar("root ::= \"yes\" | \"no\" | \"maybe so\"", List.of());
    private static final Grammar POINT = new Grammar("""
            root ::= "{\\"x\\": " number ", \\"y\\": " number "}"
            number ::= "-"? [1-9] [0-9]{0,3}
            """, List.of());

    @TempDir
    private static Path directory;

    private static Path tiny;

    @BeforeAll
    static void write() {
        NativeLibrary.requireBundled();
        tiny = TinyQwen3Gguf.write(directory, 4096, 7);
    }

    /** The model's own manners, and a grammar. */
    private static LlamaChatEngine open(Path model, @Nullable Grammar grammar) throws IOException {
        ChatFormat template = ChatFormats.of(GgufHeader.read(model));
        ChatFormat format = request -> {
            RenderedChat chat = template.render(request);
            return new RenderedChat(request, chat.prompt(), grammar, chat.reader());
        };
        return LlamaChatEngine.open(
                NativeLibrary.require(), model, format, new LlamaSettings("tiny", false, 1024, 4, 1, 64, 64));
    }

    @Test
    void answersFollowTheGrammarAndEndWithIt() throws IOException {
        try (LlamaChatEngine engine = open(tiny, CHOICE)) {
            for (Sampling sampling : samplings(10)) {
                List<EngineEvent> events = engine.generate(ask("Is it?", sampling, 60))
                        .collectList()
                        .block();

                assertThat(text(events)).isIn("yes", "no", "maybe so");
                assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
            }
        }
    }

    @Test
    void severalAtOnceKeepTheirPlaces() throws IOException {
        try (LlamaChatEngine engine = open(tiny, POINT)) {
            List<Sampling> samplings = samplings(12);
            List<String> alone = samplings.stream()
                    .map(sampling -> textOf(engine, ask("Where?", sampling, 60)))
                    .toList();

            List<String> together = Flux.fromIterable(samplings)
                    .flatMapSequential(
                            sampling -> engine.generate(ask("Where?", sampling, 60))
                                    .collectList()
                                    .map(Answers::text),
                            12)
                    .collectList()
                    .block();

            assertThat(together).isEqualTo(alone);
            assertThat(together)
                    .allMatch(answer -> answer.matches("\\{\"x\": -?[1-9]\\d{0,3}, \"y\": -?[1-9]\\d{0,3}}"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theStarterModelFillsAForm() throws IOException {
        try (LlamaChatEngine engine = open(StarterModel.require(), new Grammar("""
                root ::= "{" ws "\\"city\\": \\"" [A-Za-zé ]{2,20} "\\"," ws "\\"capital\\": " ("true" | "false") ws "}"
                ws ::= " "?
                """, List.of()))) {
            String answer = textOf(engine, ask("What is the capital of France? Answer as JSON.", 60));

            assertThat(answer).matches("\\{ ?\"city\": \"[A-Za-zé ]{2,20}\", ?\"capital\": (true|false) ?}");
            assertThat(answer).contains("Paris");
        }
    }

    @Test
    void theTurnMayEndExactlyWhenTheRulesAreFulfilled() {
        try (LlamaModel model = LlamaModel.load(NativeLibrary.require(), tiny);
                AnswerGrammar rules = AnswerGrammar.of(model, new Grammar("root ::= (\"x\" \"é\"){1,2}", List.of()))) {
            int end = model.tokenize("<|im_end|>", true)[0];
            byte[] text = "xéxé".getBytes(StandardCharsets.UTF_8);
            int[] all = IntStream.range(0, model.vocabSize()).toArray();
            for (int index = 0; index < text.length; index++) {
                int token = model.tokenize("xé", false)[index % 3];
                boolean complete = index == 3;
                boolean[] verdicts = rules.allows(all);
                assertThat(verdicts[end]).as("after %d bytes", index).isEqualTo(complete);
                assertThat(verdicts[token]).isTrue();
                assertThat(count(verdicts)).isEqualTo(complete ? 3 : 1);
                rules.accept(token);
            }
            boolean[] verdicts = rules.allows(all);
            assertThat(verdicts[end]).isTrue();
            assertThat(count(verdicts)).isEqualTo(2);
            assertThatThrownBy(() -> rules.accept('x')).isInstanceOf(IllegalStateException.class);
        }
    }

    /** Control tokens have names but no text: a string in quotes must not hold one. */
    @Test
    void controlTokensAreNoText() {
        try (LlamaModel model = LlamaModel.load(NativeLibrary.require(), tiny);
                AnswerGrammar rules = AnswerGrammar.of(model, new Grammar("root ::= [^\"]*", List.of()))) {
            int start = model.tokenize("<|im_start|>", true)[0];

            assertThat(rules.allows(new int[] {start, 'x'})).containsExactly(false, true);
        }
    }

    @Test
    void rulesHoldFromTheTriggerOn() throws IOException {
        Sampling sampling = new Sampling(0.8f, 1, 0, 3);
        String free;
        try (LlamaChatEngine engine = open(tiny, null)) {
            free = textOf(engine, ask("Go on", sampling, 80));
        }
        Random random = new Random(9);
        List<String> triggered = new ArrayList<>();
        for (int run = 0; run < 12; run++) {
            int from = 5 + random.nextInt(40);
            String trigger = free.substring(from, from + 2 + random.nextInt(3));
            Grammar grammar = new Grammar(
                    "root ::= \"" + trigger.replace("\\", "\\\\").replace("\"", "\\\"") + "\" [0-9]{5}",
                    List.of("never to be met", trigger));
            try (LlamaChatEngine engine = open(tiny, grammar)) {
                List<EngineEvent> events = engine.generate(ask("Go on", sampling, 80))
                        .collectList()
                        .block();
                String answer = text(events);

                int at = answer.indexOf(trigger);
                if (at >= 0) {
                    triggered.add(trigger);
                    assertThat(answer.substring(at)).matches(Pattern.quote(trigger) + "[0-9]{5}");
                    assertThat(end(events).reason()).isEqualTo(FinishReason.STOP);
                    assertThat(free).startsWith(answer.substring(0, Math.max(0, at - 3)));
                }
            }
        }
        assertThat(triggered).hasSizeGreaterThan(6);
    }

    @Test
    void badGrammarsAreTheCallersError() throws IOException {
        for (String bad : List.of("root ::= root \"a\"", "root ::= (", "start ::= \"a\"", "root ::= \"\\x00\"")) {
            try (LlamaChatEngine engine = open(tiny, new Grammar(bad, List.of()))) {
                StepVerifier.create(engine.generate(ask("hi", 5)))
                        .expectErrorSatisfies(error -> assertThat(error)
                                .isInstanceOfSatisfying(
                                        EngineException.Unsupported.class,
                                        refused ->
                                                assertThat(refused.parameter()).isEqualTo("response_format")))
                        .verify();
                assertThat(engine.statistics().inFlight()).isZero();
            }
        }
    }

    /** Every 'a' doubles the ways to read the text: 400 of them would take for ever, and all memory. */
    @Test
    void rulesThatCanBeReadInEverMoreWaysAreGivenUp() throws IOException {
        Grammar doubling = new Grammar("root ::= s\ns ::= \"a\" s \"b\" | \"a\" s \"c\" | \"d\"", List.of());
        Sampling onlyA = new Sampling(0, 1, 0, 0, 0, 0, Map.of((int) 'a', 100f), 0);
        try (LlamaChatEngine engine = open(tiny, doubling)) {
            StepVerifier.create(engine.generate(ask("hi", onlyA, 400)))
                    .thenConsumeWhile(event -> true)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(EngineException.Unsupported.class)
                            .hasMessageContaining("too many ways"))
                    .verify();
        }
    }

    private static List<Sampling> samplings(int count) {
        List<Sampling> samplings = new ArrayList<>(List.of(Sampling.GREEDY));
        for (int seed = 1; seed < count; seed++) {
            samplings.add(new Sampling(1, seed % 2 == 0 ? 1 : 0.9f, seed % 3 == 0 ? 20 : 0, seed));
        }
        return samplings;
    }

    private static long count(boolean[] verdicts) {
        return IntStream.range(0, verdicts.length)
                .filter(index -> verdicts[index])
                .count();
    }
}
