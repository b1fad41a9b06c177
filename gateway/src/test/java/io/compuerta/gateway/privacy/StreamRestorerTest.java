package io.compuerta.gateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.signal.pii.PiiType;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model may do to a placeholder, and what a stream may do to an answer. */
class StreamRestorerTest {

    private static final String NAME = "Inés Roldán";
    private static final String DNI = "12345678Z";
    private static final String TRICKY = "say \"hi\"\\\n";

    private final Vault vault = Texts.anonymize(
                    Map.of(
                            NAME,
                            PiiType.PERSON,
                            DNI,
                            PiiType.ES_DNI,
                            TRICKY,
                            PiiType.ADDRESS,
                            "612345678",
                            PiiType.PHONE),
                    NAME + " / " + DNI + " / " + TRICKY + " / 612345678")
            .vault();
    private final String name = placeholder(PiiType.PERSON);
    private final String dni = placeholder(PiiType.ES_DNI);

    private String placeholder(PiiType type) {
        String value = switch (type) {
            case PERSON -> NAME;
            case ES_DNI -> DNI;
            case PHONE -> "612345678";
            default -> TRICKY;
        };
        return vault.anonymizeAnswer(value, Syntax.PLAIN).orElseThrow();
    }

    /** {@code #} stands for the core of the person's placeholder, {@code §} for that of the identity number. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "Hi [#].; Hi N.",
                "Hi **[#]**, `[#]`; Hi **N**, `N`",
                "Hi #.; Hi N.",
                "Hi [#, how; Hi N, how",
                "Hi #], how; Hi N, how",
                "\\[#\\]; N",
                "[§]; D",
                "§; D",
                "(#); (N)",
                "[[#]]; [N]",
                "[#][§]; ND",
                "#; N",
                "C:\\Users\\[#]; C:\\Users\\N",
                "x[#]y; xNy",
            })
    void restoresWhatIsUnambiguousHoweverItIsCut(String written, String expected) {
        for (Style style : Style.values()) {
            String core = style.apply(name.substring(1, name.length() - 1));
            String dniCore = style.apply(dni.substring(1, dni.length() - 1));
            String answer = written.replace("#", core).replace("§", dniCore);
            if (style == Style.PLAIN || !written.startsWith("C:")) {
                assertEverySplit(
                        answer, Syntax.PLAIN, expected.replace("N", NAME).replace("D", DNI));
            }
        }
    }

    private enum Style {
        PLAIN,
        LOWER,
        UPPER,
        ESCAPED;

        String apply(String core) {
            return switch (this) {
                case PLAIN -> core;
                case LOWER -> core.toLowerCase(java.util.Locale.ROOT);
                case UPPER -> core.toUpperCase(java.util.Locale.ROOT);
                case ESCAPED -> core.replace("_", "\\_");
            };
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[PERSON_b2b2b2]",
                "[PERSON_1]",
                "[PERSON]",
                "[PERSON_",
                "PERSON_b2b2b2",
                "[PERSON_b2b2b2_7]",
                "\\[PERSON\\_b2b2b2\\]",
                "[PERSON_b2b2b",
                "[persona_b2b2b2]",
                "un [enlace](http://x.y/person_b2b2b2)",
                "[[[[[[[[[",
                "\\\\\\\\",
                "[ES_[ES_DNI_[ES_DNI_b2[",
            })
    void textThatOnlyLooksLikeAPlaceholderPasses(String text) {
        assertEverySplit(text, Syntax.PLAIN, text);
        assertEverySplit("[" + text + "]", Syntax.PLAIN, "[" + text + "]");
    }

    @Test
    void aKnownIdInsideAWordIsLeftAlone() {
        String core = name.substring(1, name.length() - 1);

        assertEverySplit("my_" + core + " " + core + "x", Syntax.PLAIN, "my_" + core + " " + core + "x");
        assertEverySplit("[" + core + "_1]", Syntax.PLAIN, "[" + core + "_1]");
    }

    @Test
    void originalsAreEscapedInToolArguments() {
        String address = placeholder(PiiType.ADDRESS);

        assertEverySplit(
                "{\"to\":\"" + address + "\",\"n\":\"" + name + "\"}",
                Syntax.JSON,
                "{\"to\":\"say \\\"hi\\\"\\\\\\n\",\"n\":\"" + NAME + "\"}");
    }

    @Test
    void aPlaceholderThatIsItselfEscapedInJsonIsRestored() {
        String core = name.substring(1, name.length() - 1);
        String expected = "{\"a\":\"\\n" + NAME + "\"}";

        assertEverySplit("{\"a\":\"\\n\\u005b" + core + "\\u005D\"}", Syntax.JSON, expected);
        assertEverySplit("{\"a\":\"\\n[" + core.replace("_", "\\u005f") + "]\"}", Syntax.JSON, expected);
        assertEverySplit("{\"a\":\"\\n[" + core.replace("_", "\\\\_") + "]\"}", Syntax.JSON, expected);
        assertEverySplit("{\"a\":\"\\n[" + core.replace("_", "\\_") + "]\"}", Syntax.JSON, expected);
    }

    @Test
    void escapesThatAreNoPlaceholderPassUnchanged() {
        String json = "{\"a\":\"\\\\[x] \\u00e1 \\ud83d\\ude00 \\/ \\u12\",\"b\":[[1]]} \\";

        assertEverySplit(json, Syntax.JSON, json);
    }

    @Test
    void aNumberThatWasReplacedBecomesANumberAgainAndTextStaysText() {
        Anonymized call = Texts.anonymize(
                Map.of("612345678", PiiType.PHONE), Piece.json("{\"tel\":612345678,\"note\":\"612345678\"}"));
        String safe = call.texts().getFirst();

        assertThat(safe).matches("\\{\"tel\":\"\\[PHONE_\\w+\\]\",\"note\":\"\\[PHONE_\\w+\\]\"\\}");
        for (int cut = 0; cut <= safe.length(); cut++) {
            List<String> chunks = List.of(safe.substring(0, cut), safe.substring(cut));
            assertThat(Texts.stream(call.vault(), Syntax.JSON, chunks))
                    .isEqualTo("{\"tel\":612345678,\"note\":\"612345678\"}");
        }
    }

    @Test
    void atMostOnePlaceholderIsHeldBack() {
        Random random = new Random(7);
        String[] parts = {name, dni, "[", "\\", "PERSON_", "[ES\\_DNI\\_", " word ", "person", "]", "e", "_", "b2b2b2"};
        StreamRestorer restorer = new StreamRestorer(vault, Syntax.PLAIN);
        int longest = dni.length() + 4 + "\\_\\_\\[\\]".length();

        for (int i = 0; i < 20_000; i++) {
            String ignored = restorer.accept(parts[random.nextInt(parts.length)]);
            assertThat(restorer.heldBack()).isLessThanOrEqualTo(longest);
        }
    }

    @Test
    void ordinaryTextPassesAtOnceAsTheSameObject() {
        StreamRestorer restorer = new StreamRestorer(vault, Syntax.PLAIN);

        for (String chunk : List.of("Claro,", " aquí", " tienes", " una lista [1]:", "\n\n- ", "a ", "Peral.")) {
            assertThat(restorer.accept(chunk)).isSameAs(chunk);
        }
    }

    @Test
    void aCallWithoutPersonalDataHoldsNothingBack() {
        StreamRestorer restorer = new StreamRestorer(Vault.empty(), Syntax.JSON);

        for (String chunk : List.of("[", "PERSON_", "\\", "u00", "e1\"")) {
            assertThat(restorer.accept(chunk)).isSameAs(chunk);
        }
        assertThat(restorer.finish()).isEmpty();
    }

    @Test
    void bothHalvesOfACharacterLeaveTogether() {
        StreamRestorer restorer = new StreamRestorer(vault, Syntax.PLAIN);

        assertThat(restorer.accept("ok \uD83D")).isEqualTo("ok ");
        assertThat(restorer.accept("\uDE00!")).isEqualTo("\uD83D\uDE00!");
    }

    @Test
    void chunksWithoutABracketAllocateNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        StreamRestorer restorer = new StreamRestorer(vault, Syntax.PLAIN);
        String chunk = " una parte de la respuesta, sin nada personal.";
        int calls = 20_000;
        for (int i = 0; i < calls; i++) {
            assertThat(restorer.accept(chunk) == chunk).isTrue();
        }

        long thread = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(thread);
        int same = 0;
        for (int i = 0; i < calls; i++) {
            same += restorer.accept(chunk) == chunk ? 1 : 0;
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;

        assertThat(same).isEqualTo(calls);
        assertThat(allocated).isLessThan(calls); // under one byte a call: only the measuring itself
    }

    private void assertEverySplit(String answer, Syntax syntax, String expected) {
        assertThat(Texts.stream(vault, syntax, List.of(answer))).as(answer).isEqualTo(expected);
        assertThat(Texts.stream(vault, syntax, Texts.oneByOne(answer)))
                .as(answer)
                .isEqualTo(expected);
        for (int cut = 0; cut <= answer.length(); cut++) {
            assertThat(Texts.stream(vault, syntax, List.of(answer.substring(0, cut), answer.substring(cut))))
                    .as("%s cut at %d", answer, cut)
                    .isEqualTo(expected);
        }
    }
}
