package io.compuerta.engine.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.engine.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real model out of the jar. */
class MiniLmTest {

    static final Path NATIVES = Path.of("target", "natives-djl");

    private static MiniLm model;

    @BeforeAll
    static void load() throws IOException {
        model = MiniLm.load(NATIVES);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void sentencesThatMeanTheSameAreCloserThanOthers() {
        float[] question = vector("What is the capital of France?");
        float[] sameInOtherWords = vector("Which city is France's capital?");
        float[] sameTopic = vector("France has many rivers.");
        float[] somethingElse = vector("My dog ate the homework.");

        assertThat(cosine(question, sameInOtherWords))
                .isGreaterThan(cosine(question, sameTopic))
                .isGreaterThan(0.85);
        assertThat(cosine(question, sameTopic)).isGreaterThan(cosine(question, somethingElse));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "hola", "emoji 🙂 and ñ", "tab\tnew\nline", "\u0000", "汉字", "      "})
    void vectorsHaveLengthOne(String text) {
        Embedding embedding = model.embed(text);

        assertThat(embedding.vector()).hasSize(384);
        assertThat(cosine(embedding.vector(), embedding.vector())).isCloseTo(1, within(1e-5));
        assertThat(embedding.truncated()).isFalse();
    }

    @Test
    void countsTheTokensWithTheTwoMarks() {
        assertThat(model.embed("").tokens()).isEqualTo(2);
        assertThat(model.embed("hello world").tokens()).isEqualTo(4);
    }

    /** The tokenizer's file says 128: texts that differ only after that must not get the same vector. */
    @Test
    void readsTwoHundredAndFiftySixTokens() {
        String alike = words("word", 200);

        Embedding one = model.embed(alike + " cats and dogs");
        Embedding other = model.embed(alike + " taxes and law");

        assertThat(one.tokens()).isEqualTo(205);
        assertThat(one.truncated()).isFalse();
        assertThat(one.vector()).isNotEqualTo(other.vector());
    }

    @Test
    void saysWhenATextIsLongerThanItReads() {
        Embedding fits = model.embed(words("word", 254));
        Embedding tooLong = model.embed(words("word", 255));
        Embedding muchTooLong = model.embed("x".repeat(1_000_000));

        assertThat(fits.tokens()).isEqualTo(256);
        assertThat(fits.truncated()).isFalse();
        assertThat(tooLong.tokens()).isEqualTo(256);
        assertThat(tooLong.truncated()).isTrue();
        assertThat(tooLong.vector()).isEqualTo(fits.vector());
        assertThat(muchTooLong.truncated()).isTrue();
    }

    @Test
    void halfACharacterDoesNoHarm() {
        assertThat(model.embed("half \uD83D of it").vector()).isEqualTo(vector("half ? of it"));
    }

    @Test
    void givesTheSameTextTheSameVectorAgain() {
        assertThat(vector("the same, always")).isEqualTo(vector("the same, always"));
    }

    @Test
    void unpacksItsLibraryWhereItIsTold() throws IOException {
        try (var files = Files.walk(NATIVES)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("libtokenizers.so");
        }
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    }

    private static float[] vector(String text) {
        return model.embed(text).vector();
    }

    private static String words(String word, int count) {
        return String.join(" ", Collections.nCopies(count, word));
    }

    static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    static List<String> sentences(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> "sentence " + i + " of " + words("many", i % 13))
                .toList();
    }
}
