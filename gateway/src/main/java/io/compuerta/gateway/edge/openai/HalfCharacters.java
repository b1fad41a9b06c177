package io.compuerta.gateway.edge.openai;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds surrogates without a partner. They are no character and have no UTF-8 form, so nothing can be done with them. */
final class HalfCharacters {

    private HalfCharacters() {}

    static boolean in(JsonNode node) {
        if (node.isString()) {
            return in(node.stringValue());
        }
        if (node instanceof ObjectNode object && object.propertyNames().stream().anyMatch(HalfCharacters::in)) {
            return true;
        }
        for (JsonNode child : node) {
            if (in(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean in(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
