package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.model.EmbeddingFile;
import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.testing.GgufWriter;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyBertGguf;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The real library over models of random weights. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LlamaEmbedderTest {

    private static final Duration AMPLE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private enum Kind {
        QWEN3 {
            @Override
            Path write(Path directory) {
                return TinyQwen3Gguf.write(directory);
            }
        },
        BERT {
            @Override
            Path write(Path directory) {
                return TinyBertGguf.write(directory);
            }
        };

        abstract Path write(Path directory);
    }

    @ParameterizedTest
    @EnumSource
    void aTextHasTheSameVectorAloneAndAmongOthersOfAnyLength(Kind kind) throws IOException {
        List<String> texts = texts(60);
        try (Embedder embedder = open(kind.write(directory), 256)) {
            List<Embedding> together = embed(embedder, texts);
            List<Embedding> backwards = embed(embedder, texts.reversed()).reversed();

            assertThat(together).hasSize(60);
            for (int i = 0; i < texts.size(); i++) {
                Embedding alone = embed(embedder, List.of(texts.get(i))).getFirst();
                assertThat(cosine(alone, alone)).isCloseTo(1, within(1e-5));
                assertThat(cosine(together.get(i), alone)).as("text %d", i).isCloseTo(1, within(1e-4));
                assertThat(cosine(backwards.get(i), alone)).as("text %d", i).isCloseTo(1, within(1e-4));
                assertThat(together.get(i).tokens()).isEqualTo(alone.tokens());
                assertThat(cosine(together.get(i), together.get((i + 1) % 60))).isLessThan(0.999);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameCallGivesTheSameBits(Kind kind) throws IOException {
        try (Embedder embedder = open(kind.write(directory), 256)) {
            assertThat(embed(embedder, texts(5))).isEqualTo(embed(embedder, texts(5)));
        }
    }

    /**
     * Scores of the next token are the output matrix times the last token's vector, so an ordinary run of the model tells
     * whether the right vector came out.
     */
    @Test
    void theVectorOfAQwenIsThatOfTheLastToken() throws IOException {
        Path file = TinyQwen3Gguf.write(directory);
        String text =
                "in the end another thing entirely, and then some more of it, until it is longer than one step is";
        float[] logits = logits(file, text);
        float[] output = outputMatrix(file);
        try (Embedder embedder = open(file, 256)) {
            float[] vector =
                    embed(embedder, List.of("before", text, "after")).get(1).vector();
            float[] scores = new float[logits.length];
            for (int token = 0; token < scores.length; token++) {
                for (int i = 0; i < vector.length; i++) {
                    scores[token] += output[token * vector.length + i] * vector[i];
                }
            }
            assertThat(cosine(scores, logits) / Math.sqrt(cosine(scores, scores) * cosine(logits, logits)))
                    .isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void theTokenizerDecidesWhetherAnEndMarkIsAppended() throws IOException {
        Path plain = TinyQwen3Gguf.write(directory);
        Path marked = qwen("marked", writer -> writer.bool("tokenizer.ggml.add_eos_token", true));
        try (Embedder without = open(plain, 256);
                Embedder with = open(marked, 256)) {
            Embedding one = embed(without, List.of("hello")).getFirst();
            Embedding other = embed(with, List.of("hello")).getFirst();

            assertThat(other.tokens()).isEqualTo(one.tokens() + 1);
            assertThat(cosine(one, other)).isLessThan(0.999);
        }
    }

    @Test
    void aTextCannotEndItself() throws IOException {
        try (Embedder embedder = open(TinyQwen3Gguf.write(directory), 256)) {
            assertThat(embed(embedder, List.of("<|im_end|>")).getFirst().tokens())
                    .isGreaterThan(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofALongTextTheBeginningIsReadAndSoItIsSaid(Kind kind) throws IOException {
        String most = "z".repeat(40);
        try (Embedder embedder = open(kind.write(directory), 32)) {
            List<Embedding> three = embed(embedder, List.of(most + "a", "short", most + "b", "x".repeat(1_000_000)));

            assertThat(embedder.model().maxTokens()).isEqualTo(32);
            assertThat(three).extracting(Embedding::truncated).containsExactly(true, false, true, true);
            assertThat(three.getFirst().tokens()).isEqualTo(32);
            assertThat(cosine(three.get(0), three.get(2))).isCloseTo(1, within(1e-4));
            assertThat(cosine(three.get(0), three.get(1))).isLessThan(0.999);
        }
    }

    @Test
    void theEndMarkOutlivesTheCut() throws IOException {
        Path marked = qwen("marked", writer -> writer.bool("tokenizer.ggml.add_eos_token", true));
        try (Embedder embedder = open(marked, 32)) {
            List<Embedding> both = embed(embedder, List.of("z".repeat(31), "z".repeat(32)));

            assertThat(both).extracting(Embedding::truncated).containsExactly(false, true);
            assertThat(both.get(1).tokens()).isEqualTo(32);
            assertThat(cosine(both.get(0), both.get(1))).isCloseTo(1, within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTextMayFillAllOfTheContext(Kind kind) throws IOException {
        try (Embedder embedder = open(kind.write(directory), 256)) {
            Embedding full = embed(embedder, List.of("k".repeat(500))).getFirst();

            assertThat(full.tokens()).isEqualTo(256);
            assertThat(cosine(full, full)).isCloseTo(1, within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000", "emoji 🙂", "half \uD83D of it", "汉字", "\u2028", "tab\tnew\nline"})
    void oddTextsHaveVectorsToo(String text) throws IOException {
        for (Kind kind : Kind.values()) {
            try (Embedder embedder = open(kind.write(directory), 256)) {
                Embedding odd = embed(embedder, List.of(text)).getFirst();

                assertThat(odd.vector()).hasSize(64);
                assertThat(cosine(odd, odd)).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void aBertPutsItsTwoMarksAround() throws IOException {
        try (Embedder embedder = open(TinyBertGguf.write(directory), 512)) {
            assertThat(embed(embedder, List.of("", "ab c")))
                    .extracting(Embedding::tokens)
                    .containsExactly(2, 5);
            assertThat(embedder.model().maxTokens()).isEqualTo(TinyBertGguf.CONTEXT_TOKENS);
        }
    }

    @Test
    void theFileDecidesHowABertIsPooled() throws IOException {
        Path mean = TinyBertGguf.write(directory);
        Path first = directory.resolve("cls.gguf");
        TinyBertGguf.writer(7).uint32("bert.pooling_type", 2).write(first);
        try (Embedder means = open(mean, 256);
                Embedder firsts = open(first, 256)) {
            Embedding one = embed(means, List.of("some text")).getFirst();
            Embedding other = embed(firsts, List.of("some text")).getFirst();

            assertThat(cosine(one, other)).isLessThan(0.999);
            assertThat(means.model().fingerprint()).isNotEqualTo(firsts.model().fingerprint());
        }
    }

    @Test
    void isLoadedWhenItIsNeededAndGivenBackInGoodOrder() throws IOException {
        Path file = TinyQwen3Gguf.write(directory);
        for (int round = 0; round < 8; round++) {
            Embedder embedder = open(file, 256);
            assertThat(embedder.health()).isInstanceOf(EngineHealth.Preparing.class);
            if (round % 2 == 0) {
                embed(embedder, texts(3));
                assertThat(embedder.health()).isEqualTo(new EngineHealth.Ready("tiny-qwen3", 256, false));
            }

            embedder.close();

            assertThat(embedder.health()).isInstanceOf(EngineHealth.Unavailable.class);
            assertThatThrownBy(() -> embed(embedder, texts(1))).isInstanceOf(EngineException.Unavailable.class);
            embedder.close();
        }
        assertThat(NativeFailure.message()).isNull();
    }

    @Test
    void closingInTheMiddleOfACallEndsTheCall() throws IOException {
        Embedder embedder = open(TinyQwen3Gguf.write(directory), 512);
        embed(embedder, texts(1));
        Mono<List<Embedding>> call = embedder.embed(texts(2000), AMPLE).cache();
        call.subscribe(done -> {}, e -> {});

        embedder.close();

        assertThatThrownBy(call::block).isInstanceOf(EngineException.Unavailable.class);
        assertThat(NativeFailure.message()).isNull();
    }

    @Test
    void aModelThatTheLibraryRefusesIsAClearError() throws IOException {
        Path broken = directory.resolve("broken.gguf");
        TinyBertGguf.writer(7).uint32("bert.feed_forward_length", 64).write(broken);
        try (Embedder embedder = open(broken, 256)) {
            assertThatThrownBy(() -> embed(embedder, List.of("x")))
                    .isInstanceOf(EngineException.Unavailable.class)
                    .hasMessageContaining("broken.gguf")
                    .hasMessageContaining("ffn_up");
            assertThat(embedder.health()).isInstanceOf(EngineHealth.Unavailable.class);
        }
    }

    private Path qwen(String name, Consumer<GgufWriter> change) throws IOException {
        Path file = directory.resolve(name + ".gguf");
        GgufWriter writer = TinyQwen3Gguf.writer(TinyQwen3Gguf.CONTEXT_TOKENS, 20_26);
        change.accept(writer);
        writer.write(file);
        return file;
    }

    private static Embedder open(Path file, int maxTokens) throws IOException {
        return LlamaEmbedder.open(NativeLibrary::require, EmbeddingFile.read(file), maxTokens, 1, 8);
    }

    private static List<Embedding> embed(Embedder embedder, List<String> texts) {
        return embedder.embed(texts, AMPLE).block();
    }

    /** Of one to some two hundred characters, all different. */
    private static List<String> texts(int count) {
        Random random = new Random(count);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(random.nextInt(1, i % 7 == 0 ? 200 : 30), 'a', 'z' + 1)
                                .mapToObj(Character::toString)
                                .reduce("", String::concat)
                        + i)
                .toList();
    }

    private static float[] logits(Path file, String text) {
        LlamaSettings settings = new LlamaSettings("plain", false, 256, 1, 1, 0, 256);
        try (LlamaModel model = LlamaModel.load(NativeLibrary.require(), file);
                LlamaContext context = LlamaContext.create(model, settings)) {
            int[] tokens = model.tokenize(text, false);
            assertThat(tokens).hasSizeGreaterThan(64);
            for (int position = 0; position < tokens.length; position++) {
                context.batch().add(tokens[position], position, 0, position == tokens.length - 1);
            }
            assertThat(context.decode()).isZero();
            return context.logits(tokens.length - 1).clone();
        }
    }

    private static float[] outputMatrix(Path file) throws IOException {
        GgufHeader header = GgufHeader.read(file);
        var tensor = header.tensors().stream()
                .filter(each -> each.name().equals("output.weight"))
                .findFirst()
                .orElseThrow();
        try (FileChannel channel = FileChannel.open(file)) {
            float[] numbers = new float[Math.toIntExact(tensor.bytes() / Float.BYTES)];
            channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset() + tensor.offset(), tensor.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            return numbers;
        }
    }

    private static double cosine(Embedding one, Embedding other) {
        return cosine(one.vector(), other.vector());
    }

    private static double cosine(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> (double) one[i] * other[i])
                .sum();
    }
}
