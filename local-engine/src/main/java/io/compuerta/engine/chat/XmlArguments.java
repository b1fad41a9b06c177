package io.compuerta.engine.chat;

import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.chat.schema.SchemaGrammar;
import io.compuerta.engine.chat.schema.UnsupportedSchema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The parameters of a tool whose calls are written in XML, where texts stand without quotes and the schema alone tells
 * a text from a number.
 *
 * @param whole the schema of the arguments
 */
record XmlArguments(JsonNode whole) {

    private static final List<String> OF_THE_WHOLE =
            List.of("$ref", "allOf", "anyOf", "oneOf", "enum", "const", "minProperties", "maxProperties");

    static XmlArguments of(ToolSpec tool) {
        try {
            return new XmlArguments(SchemaGrammar.read(tool.parameters()));
        } catch (UnsupportedSchema malformed) {
            return new XmlArguments(JsonNodeFactory.instance.objectNode());
        }
    }

    /**
     * Only properties can be written one by one.
     *
     * @throws UnsupportedSchema naming what the whole object is asked for besides
     */
    static void requireExpressible(JsonNode schema) {
        for (String keyword : OF_THE_WHOLE) {
            if (schema.has(keyword)) {
                throw new UnsupportedSchema(
                        "/" + keyword, "'" + keyword + "' of all parameters cannot be kept in calls written as XML");
            }
        }
    }

    List<String> names() {
        return new ArrayList<>(whole.path("properties").propertyNames());
    }

    JsonNode schema(String name) {
        return whole.path("properties").path(name);
    }

    boolean isRequired(String name) {
        for (JsonNode each : whole.path("required")) {
            if (each.asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value can only be a text. */
    boolean isText(String name) {
        JsonNode schema = schema(name);
        if (schema.path("type").asString("").equals("string")) {
            return true;
        }
        if (schema.has("const")) {
            return schema.path("const").isString();
        }
        boolean texts = schema.path("enum").size() > 0;
        for (JsonNode value : schema.path("enum")) {
            texts &= value.isString();
        }
        return texts;
    }
}
