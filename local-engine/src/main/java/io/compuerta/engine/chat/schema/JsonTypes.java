package io.compuerta.engine.chat.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The seven types of JSON Schema. */
final class JsonTypes {

    static final List<String> ALL = List.of("string", "number", "integer", "boolean", "null", "object", "array");

    private JsonTypes() {}

    /** Of the value of {@code type}: one or several. */
    static Set<String> declared(JsonNode type) {
        Set<String> types = new LinkedHashSet<>();
        if (type.isString()) {
            types.add(type.stringValue());
        }
        if (type.isArray()) {
            type.forEach(each -> types.add(each.asString("")));
        }
        return types;
    }

    /** The types that a schema speaks of; empty when it says nothing that tells. */
    static Set<String> meant(JsonNode schema) {
        Set<String> types = declared(schema.path("type"));
        if (!types.isEmpty()) {
            return types;
        }
        if (schema.has("properties") || schema.has("required") || schema.has("additionalProperties")) {
            return Set.of("object");
        }
        if (schema.has("items") || schema.has("prefixItems") || schema.has("minItems") || schema.has("maxItems")) {
            return Set.of("array");
        }
        if (schema.has("minLength") || schema.has("maxLength") || schema.has("pattern") || schema.has("format")) {
            return Set.of("string");
        }
        boolean bounds = schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf");
        return bounds || schema.has("exclusiveMinimum") || schema.has("exclusiveMaximum") ? Set.of("number") : Set.of();
    }

    static boolean has(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isString();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            case "object" -> value.isObject();
            default -> value.isArray();
        };
    }
}
