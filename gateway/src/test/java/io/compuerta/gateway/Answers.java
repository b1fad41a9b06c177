package io.compuerta.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads whole answers and error bodies. */
final class Answers {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Answers() {}

    static JsonNode json(String body) {
        return JSON.readTree(body);
    }

    static String content(String body) {
        return json(body)
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .asString("");
    }

    static JsonNode error(String body) {
        return json(body).path("error");
    }
}
