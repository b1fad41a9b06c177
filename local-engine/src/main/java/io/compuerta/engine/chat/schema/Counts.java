package io.compuerta.engine.chat.schema;

import tools.jackson.databind.JsonNode;

/** Keywords that count. */
final class Counts {

    private Counts() {}

    static int of(JsonNode schema, String pointer, String keyword, int preset) {
        JsonNode value = schema.path(keyword);
        if (value.isMissingNode()) {
            return preset;
        }
        if (!value.isIntegralNumber() || value.asLong(-1) < 0) {
            throw new UnsupportedSchema(
                    pointer + "/" + keyword, "'" + keyword + "' must be a whole number of at least 0");
        }
        return (int) Math.min(value.asLong(), Integer.MAX_VALUE);
    }
}
