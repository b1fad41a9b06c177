package io.compuerta.engine.chat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Short schemas that ask for more work than there is time. The time limit ends what would never end by itself. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaStepsTest {

    private static final String REFERENCE = "{\"$ref\":\"#/$defs/a\",\"type\":\"object\"}";

    /** An object whose properties are the object itself, so that each level has more of them. */
    @ParameterizedTest
    @ValueSource(ints = {5, 20, 300})
    void referencesThatMultiplyAreRefused(int properties) {
        assertTooIntricate(itself(
                "{\"type\":\"object\",\"properties\":{" + list(properties, i -> "\"p" + i + "\":" + REFERENCE) + "}}"));
    }

    static Stream<String> intricate() {
        return Stream.of(
                itself("{\"type\":\"array\",\"prefixItems\":[" + list(20, i -> REFERENCE) + "]}"),
                // Names that are compared character by character, again for each place.
                itself("{\"type\":\"object\",\"properties\":{"
                        + list(100, i -> "\"" + "n".repeat(150) + i + "\":" + REFERENCE)
                        + "},\"additionalProperties\":true}"),
                // Parts whose values are all compared with those of all others, and told apart by a property only.
                "{\"$defs\":{\"e\":{\"enum\":[" + list(20_000, i -> "" + i) + "]}},\"oneOf\":["
                        + list(
                                400,
                                i -> "{\"$ref\":\"#/$defs/e\",\"type\":\"object\",\"required\":[\"k\"],"
                                        + "\"properties\":{\"k\":{\"const\":" + i + "}}}")
                        + "]}",
                // References of many spellings, each of which is followed anew.
                "{\"$ref\":\"#/$defs/abcdefghijk\",\"$defs\":{\"abcdefghijk\":{\"type\":\"object\",\"properties\":{"
                        + list(2_000, i -> "\"p" + i + "\":{\"$ref\":\"#/$defs/" + spelled("abcdefghijk", i) + "\"}")
                        + "}}}}",
                // A class of many characters, each put in order among the others.
                "{\"type\":\"string\",\"pattern\":\"["
                        + list(9_000, i -> Character.toString(0x4E00 + 2 * i)).replace(",", "") + "]\"}");
    }

    @ParameterizedTest
    @MethodSource("intricate")
    void workOfOtherKindsIsCountedToo(String schema) {
        assertTooIntricate(schema);
    }

    @Test
    void aRequestWithOneSchemaTooManyKeepsTheOthers() {
        Gbnf rules = new Gbnf();
        String intricate =
                itself("{\"type\":\"object\",\"properties\":{" + list(20, i -> "\"p" + i + "\":" + REFERENCE) + "}}");

        assertThatThrownBy(() -> add(intricate, rules)).isInstanceOf(UnsupportedSchema.class);

        assertThat(add("{\"type\":\"integer\"}", rules)).isNotBlank();
        assertThat(SchemaGrammar.addObject(rules)).isNotBlank();
    }

    @Test
    void manyIntricateSchemasOfOneRequestShareItsSteps() {
        Gbnf rules = new Gbnf();
        String intricate =
                itself("{\"type\":\"object\",\"properties\":{" + list(20, i -> "\"p" + i + "\":" + REFERENCE) + "}}");

        for (int tool = 0; tool < 200; tool++) {
            assertThatThrownBy(() -> add(intricate, rules.scratch())).isInstanceOf(UnsupportedSchema.class);
        }

        assertThatThrownBy(() -> add("{\"type\":\"integer\"}", rules)).hasMessageContaining("too intricate");
        assertThat(SchemaGrammar.addObject(rules)).isNotBlank();
    }

    @Test
    void largeSchemasOfOrdinaryWorkAreKept() {
        String tagged = "{\"$defs\":{"
                + list(
                        150,
                        i -> "\"d" + i + "\":{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{"
                                + "\"kind\":{\"const\":\"k" + i + "\"},\"text\":{\"type\":\"string\"}"
                                + (i == 0 ? "" : ",\"up\":{\"$ref\":\"#/$defs/d" + i / 2 + "\"}") + "}}")
                + "},\"oneOf\":[" + list(150, i -> "{\"$ref\":\"#/$defs/d" + i + "\"}") + "]}";
        String wide = "{\"type\":\"object\",\"properties\":{"
                + list(500, i -> "\"p" + i + "\":{\"type\":\"string\",\"description\":\"one of many\"}") + "}}";

        assertThat(add(wide, new Gbnf())).isNotBlank();
        assertThat(add(tagged, new Gbnf())).isNotBlank();
    }

    private static void assertTooIntricate(String schema) {
        assertThatThrownBy(() -> add(schema, new Gbnf()))
                .isInstanceOf(UnsupportedSchema.class)
                .hasMessageContaining("too intricate");
    }

    private static String add(String schema, Gbnf rules) {
        return SchemaGrammar.add(SchemaGrammar.read(schema), rules);
    }

    private static String itself(String schema) {
        return "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":" + schema + "}}";
    }

    /** The same text to whoever decodes it: each bit writes one letter as a percent escape. */
    private static String spelled(String text, int bits) {
        return IntStream.range(0, text.length())
                .mapToObj(at ->
                        (bits >> at & 1) == 0 ? text.substring(at, at + 1) : "%" + Integer.toHexString(text.charAt(at)))
                .collect(Collectors.joining());
    }

    private static String list(int count, IntFunction<String> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(","));
    }
}
