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

    static XmlArguments of(ToolSpec tool) {
        try {
            return new XmlArguments(SchemaGrammar.read(tool.parameters()));
        } catch (UnsupportedSchema malformed) {
            return new XmlArguments(JsonNodeFactory.instance.objectNode());
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
