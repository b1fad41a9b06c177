package io.compuerta.engine;

/** What the answer's text must be. */
public sealed interface OutputFormat {

    /** Anything. */
    record Free() implements OutputFormat {}

    /** Any JSON object. */
    record JsonObject() implements OutputFormat {}

    /**
     * JSON that a schema allows.
     *
     * @param schema JSON Schema as JSON text
     */
    record JsonSchema(String schema) implements OutputFormat {
        @Override
        public String toString() {
            return "JsonSchema[" + schema.length() + " chars]";
        }
    }
}
