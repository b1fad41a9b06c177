package io.compuerta.engine.chat.schema;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which words of JSON Schema are understood; one that is not must not be passed over, or the output would not validate. */
final class Keywords {

    /** They say something about values, not which are valid. */
    static final Set<String> NOTES = Set.of(
            "title",
            "description",
            "default",
            "examples",
            "example",
            "$schema",
            "$id",
            "$comment",
            "$defs",
            "definitions",
            "deprecated",
            "readOnly",
            "writeOnly",
            "contentMediaType",
            "contentEncoding",
            "nullable",
            "strict");

    private static final Set<String> RULES = Set.of(
            "type",
            "enum",
            "const",
            "anyOf",
            "oneOf",
            "allOf",
            "$ref",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "prefixItems",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "uniqueItems",
            "minProperties",
            "maxProperties",
            "unevaluatedProperties");

    private Keywords() {}

    static void check(JsonNode schema, String pointer) {
        for (String keyword : schema.propertyNames()) {
            boolean fine = NOTES.contains(keyword) || RULES.contains(keyword) || keyword.startsWith("x-");
            if (!fine || keyword.equals("nullable") && schema.path(keyword).asBoolean(false)) {
                throw new UnsupportedSchema(
                        pointer + "/" + escaped(keyword), "the keyword '" + keyword + "' is not supported");
            }
        }
    }

    /** A name as a step of a JSON pointer. */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
