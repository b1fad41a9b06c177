package io.compuerta.engine.chat.schema;

import tools.jackson.databind.JsonNode;

/**
 * The work that the schemas of one request may cause. A short schema that refers to itself can ask for more of it than
 * there is time, and few rules come of it, so that their number is no limit. A step is about what touching one node
 * costs; whatever walks through a part of a schema takes as many as it may touch.
 */
final class Steps {

    /** Of a schema: 20,000 places compiled. */
    private static final long A_SCHEMA = 1_000_000;

    /** Of a request, which may bring many tools. */
    private static final long A_REQUEST = 5 * A_SCHEMA;

    private long ofRequest = A_REQUEST;
    private long ofSchema = A_SCHEMA;

    /** From here on another schema is worked at. */
    void nextSchema() {
        ofSchema = Math.min(A_SCHEMA, ofRequest);
    }

    /** @throws UnsupportedSchema once there are none left */
    void take(long steps) {
        ofSchema -= steps;
        ofRequest -= steps;
        if (ofSchema < 0) {
            throw new UnsupportedSchema(
                    "",
                    "the schema is too intricate; fewer references that lead back to themselves or smaller parts help");
        }
    }

    /** For what reads a text, which is fast. */
    void takeText(String text) {
        take(text.length() / 64);
    }

    /** One for each node of a part: for what looks at all of it, such as a comparison. */
    void takeAll(JsonNode part) {
        take(1);
        if (part.isString()) {
            takeText(part.stringValue());
        }
        for (JsonNode child : part) {
            takeAll(child);
        }
    }
}
