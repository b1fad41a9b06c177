package io.compuerta.gateway.testing;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes chat requests. */
public final class Chat {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Chat() {}

    /** One user message; change the tree for more. */
    public static ObjectNode json(String model, String text) {
        ObjectNode root = JSON.createObjectNode();
        root.put("model", model);
        root.putArray("messages").addObject().put("role", "user").put("content", text);
        return root;
    }

    public static String body(String model, String text) {
        return json(model, text).toString();
    }

    public static String streamed(String model, String text) {
        return json(model, text).put("stream", true).toString();
    }
}
