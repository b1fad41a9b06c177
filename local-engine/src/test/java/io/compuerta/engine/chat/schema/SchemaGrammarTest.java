package io.compuerta.engine.chat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.compuerta.engine.testing.GbnfGrammar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaGrammarTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry VALIDATORS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final int TEXTS_A_SCHEMA = 25;

    private record Case(String name, JsonNode schema, JsonNode valid, JsonNode invalid) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream file = SchemaGrammarTest.class.getResourceAsStream("/schemas/schemas.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .map(JSON::readTree)
                            .map(node -> new Case(
                                    node.path("name").asString(),
                                    node.path("schema"),
                                    node.path("valid"),
                                    node.path("invalid")))
                            .toList()
                            .stream();
        }
    }

    @Test
    void thereAreTwoHundredSchemas() throws IOException {
        assertThat(cases().map(Case::name).distinct()).hasSizeGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTextThatFollowsTheRulesValidates(Case example) {
        GbnfGrammar grammar = grammar(example.schema());
        Schema validator = VALIDATORS.getSchema(example.schema());
        Random random = new Random(example.name().hashCode());

        for (int i = 0; i < TEXTS_A_SCHEMA; i++) {
            String text = grammar.generate(random);
            List<Error> errors = validator.validate(
                    text,
                    InputFormat.JSON,
                    execution -> execution.executionConfig(config -> config.formatAssertionsEnabled(true)));
            assertThat(errors.stream().filter(error -> !isUnknownTopLevelDomain(error, text)))
                    .as(text.substring(0, Math.min(500, text.length())))
                    .isEmpty();
        }
    }

    /** The validator knows which top-level domains exist today, which is no part of the format. */
    private static boolean isUnknownTopLevelDomain(Error error, String text) {
        String address =
                JSON.readTree(text).at(error.getInstanceLocation().toString()).asString("");
        return error.getMessage().contains("email")
                && address.matches("[A-Za-z0-9_+-]+(\\.[A-Za-z0-9_+-]+)*@([a-z][a-z0-9-]*[a-z0-9]?\\.)+[a-z]{2,8}");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void validValuesFollowTheRulesAndOthersDoNot(Case example) {
        GbnfGrammar grammar = grammar(example.schema());

        for (JsonNode value : example.valid()) {
            assertThat(grammar.accepts(JSON.writeValueAsString(value)))
                    .as(value.toString())
                    .isTrue();
            assertThat(grammar.accepts(spaced(value))).as(spaced(value)).isTrue();
        }
        for (JsonNode value : example.invalid()) {
            assertThat(grammar.accepts(JSON.writeValueAsString(value)))
                    .as(value.toString())
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"not\":{}}; /not",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"if\":{}}}}; /properties/a/if",
                "{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"uniqueItems\":true}; /uniqueItems",
                "{\"type\":\"array\",\"items\":{\"contains\":1}}; /items/contains",
                "{\"type\":\"object\",\"patternProperties\":{}}; /patternProperties",
                "{\"type\":\"object\",\"properties\":{\"a/b\":{\"nope\":1}}}; /properties/a~1b/nope",
                "{\"type\":\"integer\",\"multipleOf\":3}; /multipleOf",
                "{\"type\":\"string\",\"pattern\":\"(?=a)\"}; /pattern",
                "{\"type\":\"string\",\"pattern\":\"(a)\\\\1\"}; /pattern",
                "{\"type\":\"string\",\"pattern\":\"^a+$\",\"maxLength\":3}; /pattern",
                "{\"type\":\"string\",\"format\":\"regex\"}; /format",
                "{\"type\":\"text\"}; /type",
                "{\"$ref\":\"https://elsewhere.example/schema\"}; /$ref",
                "{\"$ref\":\"#/$defs/none\"}; /$ref",
                "{\"oneOf\":[{\"type\":\"number\"},{\"type\":\"integer\"}]}; /oneOf/1",
                "{\"type\":\"string\",\"minLength\":-1}; /minLength",
                "{\"type\":\"string\",\"minLength\":5,\"maxLength\":4}; /minLength",
                "{\"type\":\"array\",\"minItems\":5000}; /minItems",
                "{\"allOf\":[{\"pattern\":\"a\"},{\"pattern\":\"b\"}]}; /allOf",
                "[]; ''",
                "{\"type\":\"integer\",\"minimum\":5,\"maximum\":4}; ''",
                "{\"$ref\":\"#\"}; ''"
            })
    void whatCannotBeKeptIsNamed(String schema, String pointer) {
        assertUnsupported(schema, pointer);
    }

    @Test
    void hugeSchemasAreRefusedInGoodTime() {
        StringBuilder wide = new StringBuilder("{\"type\":\"object\",\"properties\":{");
        for (int i = 0; i < 5_000; i++) {
            wide.append(i == 0 ? "" : ",").append("\"p").append(i).append("\":{\"type\":\"string\"}");
        }
        String deep = "{\"type\":\"array\",\"items\":".repeat(300) + "{}" + "}".repeat(300);

        assertThatThrownBy(() -> grammar(JSON.readTree(wide + "}}"))).isInstanceOf(UnsupportedSchema.class);
        assertThatThrownBy(() -> grammar(JSON.readTree(deep))).isInstanceOf(UnsupportedSchema.class);
        assertThatThrownBy(() -> SchemaGrammar.read(" ".repeat(300_000))).isInstanceOf(UnsupportedSchema.class);
        assertThatThrownBy(() -> SchemaGrammar.read("{")).isInstanceOf(UnsupportedSchema.class);
    }

    /** Others must differ from it at some character, and each character was a level of the stack. */
    @ParameterizedTest
    @CsvSource({"200, true", "201, false", "9000, false"})
    void beforeOtherPropertiesNamesAreShort(int length, boolean allowed) {
        String name = "n".repeat(length);
        String declared = "{\"type\":\"object\",\"properties\":{\"" + name + "\":{\"type\":\"null\"}}";
        String required = "{\"type\":\"object\",\"required\":[\"" + name + "\"]}";

        assertThat(grammar(JSON.readTree(declared + "}")).accepts("{\"" + name + "\":null}"))
                .isTrue();
        if (allowed) {
            assertThat(grammar(JSON.readTree(declared + ",\"additionalProperties\":true}"))
                            .accepts("{\"" + name + "\":null, \"nn\":1}"))
                    .isTrue();
            return;
        }
        assertUnsupported(declared + ",\"additionalProperties\":true}", "/properties");
        assertUnsupported(required, "/required");
    }

    private static void assertUnsupported(String schema, String pointer) {
        assertThatThrownBy(() -> grammar(JSON.readTree(schema)))
                .isInstanceOfSatisfying(
                        UnsupportedSchema.class,
                        problem -> assertThat(problem.pointer()).isEqualTo(pointer));
    }

    /** Branches that branch again would double the rules at each level if what is alike were not shared. */
    @Test
    void recursionThatBranchesStaysSmall() {
        String schema = "{\"$defs\":{\"a\":{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"object\",\"properties\":{"
                + "\"l\":{\"$ref\":\"#/$defs/a\"},\"r\":{\"$ref\":\"#/$defs/b\"}},\"additionalProperties\":false}]},"
                + "\"b\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/a\"}}},\"$ref\":\"#/$defs/a\"}";
        Gbnf rules = new Gbnf();

        String root = SchemaGrammar.add(JSON.readTree(schema), rules);

        assertThat(rules.text(root).length()).isLessThan(20_000);
    }

    private static GbnfGrammar grammar(JsonNode schema) {
        Gbnf rules = new Gbnf();
        return new GbnfGrammar(rules.text(SchemaGrammar.add(schema, rules)));
    }

    /** As Python writes it, with a blank behind commas and colons. */
    private static String spaced(JsonNode value) {
        if (value.isObject()) {
            StringBuilder out = new StringBuilder();
            value.properties()
                    .forEach(entry -> out.append(out.isEmpty() ? "" : ", ")
                            .append(JSON.writeValueAsString(entry.getKey()))
                            .append(": ")
                            .append(spaced(entry.getValue())));
            return "{" + out + "}";
        }
        if (value.isArray()) {
            StringBuilder out = new StringBuilder();
            value.forEach(each -> out.append(out.isEmpty() ? "" : ", ").append(spaced(each)));
            return "[" + out + "]";
        }
        return JSON.writeValueAsString(value);
    }
}
