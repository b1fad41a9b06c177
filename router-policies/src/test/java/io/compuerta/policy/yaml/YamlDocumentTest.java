package io.compuerta.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {

    record Key(String id, long perDay) {}

    @Test
    void aReaderBuildsRecordsFromSoundEntries() {
        List<Key> keys = readKeys("""
                version: 1
                keys:
                  - id: web
                    per-day: 100
                  - { id: "42", per-day: 7 }
                """);

        assertThat(keys).containsExactly(new Key("web", 100), new Key("42", 7));
    }

    @Test
    void everyProblemIsReportedInReadingOrder() {
        ConfigException thrown = catchThrowableOfType(ConfigException.class, () -> readKeys("""
                        version: 1
                        keys:
                          - id: web
                            perday: 100
                          - per-day: 0
                          - { id: 42, per-day: "7" }
                        extra: true
                        """));

        assertThat(thrown).hasMessage("""
                        keys.yaml:4:5: unknown key 'perday'; did you mean 'per-day'? Allowed: id, per-day
                        keys.yaml:5:5: missing key 'id'
                        keys.yaml:5:14: 'per-day' must lie between 1 and 1000, not 0
                        keys.yaml:6:11: 'id' must be text, found a number; put it in quotes
                        keys.yaml:6:24: 'per-day' must be a number, found text; take the quotes away
                        keys.yaml:7:1: unknown key 'extra'. Allowed: version, keys""");
    }

    @Test
    void valuesKeepTheirTypes() {
        YamlDocument file = YamlDocument.parse("f.yaml", """
                date: 2026-09-01
                price: 0.1875
                count: 1e3
                on: True
                words: [a, "2", 'true']
                inner: { deep: { deeper: x } }
                when: 12
                """);
        YamlMapping root = file.root();

        assertThat(root.date("date")).isEqualTo(LocalDate.of(2026, 9, 1));
        assertThat(root.decimal("price", BigDecimal.ZERO, BigDecimal.TEN)).isEqualByComparingTo("0.1875");
        assertThat(root.integer("count", 1, 2_000)).isEqualTo(1_000);
        assertThat(root.optionalFlag("on")).contains(true);
        assertThat(root.texts("words")).extracting(YamlText::value).containsExactly("a", "2", "true");
        assertThat(root.mapping("inner").mapping("deep").text("deeper")).isEqualTo("x");
        assertThat(root.optionalScalar("when")).map(YamlText::value).contains("12");
        assertThat(root.optionalText("absent")).isEmpty();
        assertThat(root.optionalTexts("absent")).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key: [a]   | 'key' must be text, found a list",
                "key: {a: b}| 'key' must be text, found a mapping of keys to values",
                "key:       | 'key' must be text, found nothing",
                "key: ~     | 'key' must be text, found nothing",
                "key: 1.5   | 'key' must be text, found a number; put it in quotes",
                "key: false | 'key' must be text, found true/false; put it in quotes",
                "key: ' '   | 'key' is blank; expected text",
                "other: x   | missing key 'key'"
            })
    void textIsNothingElse(String yaml, String message) {
        YamlDocument file = YamlDocument.parse("f.yaml", yaml);

        assertThat(file.root().text("key")).isEmpty();
        assertThat(file.problems()).extracting(Problem::message).containsExactly(message);
        assertThat(file.root().isSound()).isFalse();
    }

    @Test
    void aProblemBeneathMakesEverythingAboveUnsoundButNotTheNeighbour() {
        YamlMapping root = YamlDocument.parse("f.yaml", "a: { b: { c: [] } }\nd: { e: f }\n")
                .root();
        YamlMapping a = root.mapping("a");
        YamlMapping d = root.mapping("d");

        String unused = a.mapping("b").text("c");

        assertThat(unused).isEmpty();
        assertThat(root.isSound()).isFalse();
        assertThat(a.isSound()).isFalse();
        assertThat(d.isSound()).isTrue();
    }

    @Test
    void aMissingMappingIsOneProblemNotOneForEachOfItsKeys() {
        YamlDocument file = YamlDocument.parse("f.yaml", "a: 1\n");

        assertThat(file.root().mapping("limits").text("day")).isEmpty();
        assertThat(file.problems()).extracting(Problem::message).containsExactly("missing key 'limits'");
    }

    @Test
    void textThatIsNoYamlThrowsNothing() {
        List<String> texts = List.of(
                "",
                "\0",
                "a: b: c",
                "- [",
                "%YAML 9.9\n---\na: 1",
                "a: \u0007",
                "&a",
                "*a",
                "? [a]\n: b",
                "!!x y",
                "{a: 1",
                "a: 'x",
                "\t",
                "a:\n\t- b",
                "{".repeat(50_000),
                "a: ".repeat(1_000),
                "- ".repeat(1_000),
                "--- a\n--- b");

        assertThat(texts).allSatisfy(text -> {
            YamlDocument file = YamlDocument.parse("f.yaml", text);
            assertThat(file.problems()).as(text).isNotEmpty();
            assertThatThrownBy(() -> file.orThrow(() -> "fine")).isInstanceOf(ConfigException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void placesInsideAValueAreFoundWhateverEndsTheLines(String end) {
        String text = String.join(end, "block: |", "    first", "      second", "plain: a b", "quoted: 'c d'", "");
        YamlMapping root = YamlDocument.parse("f.yaml", text).root();

        assertThat(root.placedText("block").orElseThrow().at(new Position(2, 3)))
                .isEqualTo(new Position(3, 7));
        assertThat(root.placedText("plain").orElseThrow().at(new Position(1, 3)))
                .isEqualTo(new Position(4, 10));
        assertThat(root.placedText("quoted").orElseThrow().at(new Position(1, 3)))
                .isEqualTo(new Position(5, 12));
    }

    @Test
    void aByteOrderMarkIsNoKey() {
        YamlDocument file = YamlDocument.parse("f.yaml", "\ufeffversion: 1\n");

        assertThat(file.root().version(1).isSound()).isTrue();
        assertThat(file.problems()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() {
        YamlDocument file = YamlDocument.parse("f.yaml", "a: " + "x".repeat(Composer.MAX_CHARACTERS));

        assertThat(file.problems())
                .extracting(Problem::message)
                .containsExactly("the file holds 1000003 characters; at most 1000000 are read");
    }

    @Test
    void aliasesDoNotGrowASmallFileIntoALargeTree() {
        StringBuilder bomb = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("b%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(9, "*a" + (i - 1)))));
        }

        YamlDocument file = YamlDocument.parse("f.yaml", bomb.toString());

        assertThat(file.problems()).extracting(Problem::message).containsExactly("more than 100000 values");
    }

    @Test
    void anAliasStandsForWhatItNames() {
        YamlMapping root =
                YamlDocument.parse("f.yaml", "a: &x { k: v }\nb: *x\n").root();

        assertThat(root.mapping("b").text("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @CsvSource({
        "${KEY}, secret",
        "Bearer ${KEY}!, Bearer secret!",
        "${HOST:localhost}:80, localhost:80",
        "${KEY:other}, secret",
        "${BLANK:given}, given",
        "${HOST:}, ''",
        "plain, plain",
        "${TRICKY}, ${KEY}$1"
    })
    void variablesAreReplacedOnce(String written, String expected) {
        Environment environment = Environment.of(Map.of("KEY", "secret", "BLANK", "", "TRICKY", "${KEY}$1"));
        YamlMapping root =
                YamlDocument.parse("f.yaml", "value: \"" + written + "\"").root();

        assertThat(root.substituted("value", environment)).contains(expected);
    }

    @Test
    void aVariableWithoutValueGivesNothing() {
        YamlDocument file = YamlDocument.parse("f.yaml", "api-key: ${OPENAI_API_KEY}\n");

        Optional<String> key = file.root().substituted("api-key", Environment.of(Map.of()));

        assertThat(key).isEmpty();
        assertThat(file.problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${KEY", "${1KEY}", "${KEY-x}", "a${}b"})
    void aMalformedVariableIsReportedWithoutTheValue(String written) {
        YamlDocument file = YamlDocument.parse("f.yaml", "api-key: \"" + written + "sk-1\"\n");

        assertThat(file.root().substituted("api-key", Environment.of(Map.of("KEY", "v"))))
                .isEmpty();
        assertThat(file.problems())
                .extracting(Problem::message)
                .containsExactly("'api-key' names a variable wrongly; write ${NAME} or ${NAME:default}");
    }

    @Test
    void theSameTextHasTheSameHash() {
        assertThat(YamlDocument.parse("a.yaml", "a: 1").contentHash())
                .hasSize(12)
                .isEqualTo(YamlDocument.parse("b.yaml", "a: 1").contentHash())
                .isNotEqualTo(YamlDocument.parse("a.yaml", "a: 2").contentHash());
    }

    private static List<Key> readKeys(String text) {
        YamlDocument file = YamlDocument.parse("keys.yaml", text);
        YamlMapping root = file.root().allow("version", "keys").version(1);
        List<Key> keys = new ArrayList<>();
        for (YamlMapping entry : root.mappings("keys")) {
            entry.allow("id", "per-day");
            String id = entry.text("id");
            long perDay = entry.integer("per-day", 1, 1_000);
            if (entry.isSound()) {
                keys.add(new Key(id, perDay));
            }
        }
        return file.orThrow(() -> keys);
    }
}
