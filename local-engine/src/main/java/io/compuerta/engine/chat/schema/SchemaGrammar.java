package io.compuerta.engine.chat.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The door to this package: schemas as rules within a grammar. */
public final class SchemaGrammar {

    private static final int MAX_CHARACTERS = 200_000;

    private SchemaGrammar() {}

    /**
     * Reads a schema.
     *
     * @throws UnsupportedSchema if it is not JSON or too long
     */
    public static JsonNode read(String schema) {
        if (schema.length() > MAX_CHARACTERS) {
            throw new UnsupportedSchema(
                    "", "the schema has " + schema.length() + " characters; " + MAX_CHARACTERS + " are allowed");
        }
        try {
            return JsonMapper.shared().readTree(schema);
        } catch (JacksonException malformed) {
            throw new UnsupportedSchema("", "the schema is not JSON");
        }
    }

    /**
     * Adds the rules of a schema.
     *
     * @return the name of the rule for the whole value
     * @throws UnsupportedSchema naming the keyword that cannot be kept
     */
    public static String add(JsonNode schema, Gbnf rules) {
        rules.steps().nextSchema();
        String name = new SchemaCompiler(schema, rules).compile(schema, "", 0);
        return possible(name);
    }

    /**
     * Adds the rules of one part of a schema, whose references are resolved in the whole.
     *
     * @param raw whether a string is to be written as it is, without quotes and escapes
     */
    public static String addPart(JsonNode whole, JsonNode part, String pointer, boolean raw, Gbnf rules) {
        rules.steps().nextSchema();
        return raw
                ? Strings.compile(part, pointer, Encoding.RAW, rules)
                : possible(new SchemaCompiler(whole, rules).compile(part, pointer, 0));
    }

    /** Any JSON object. */
    public static String addObject(Gbnf rules) {
        return new AnyJson(rules).object();
    }

    private static String possible(@Nullable String name) {
        if (name == null) {
            throw new UnsupportedSchema("", "no value can satisfy the schema");
        }
        return name;
    }
}
