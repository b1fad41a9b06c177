package io.compuerta.gateway.dispatch.premium.anthropic;

import io.compuerta.gateway.pipeline.ChatRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools a model may call, and whether it must. */
final class Tools {

    private Tools() {}

    static void write(ChatRequest request, ObjectNode body) {
        if (!request.hasTools()) {
            return;
        }
        ArrayNode tools = body.putArray("tools");
        for (JsonNode tool : request.get("tools")) {
            JsonNode function = tool.path("function");
            ObjectNode written =
                    tools.addObject().put("name", function.path("name").asString(""));
            if (function.path("description").isString()) {
                written.put("description", function.path("description").stringValue());
            }
            if (function.path("parameters").isObject()) {
                written.set("input_schema", function.path("parameters"));
            } else {
                written.putObject("input_schema").put("type", "object");
            }
        }
        choice(request, body);
    }

    private static void choice(ChatRequest request, ObjectNode body) {
        JsonNode wanted = request.get("tool_choice");
        ObjectNode choice = body.objectNode();
        if (wanted.isObject()) {
            choice.put("type", "tool")
                    .put("name", wanted.path("function").path("name").asString(""));
        } else {
            choice.put(
                    "type",
                    switch (wanted.asString("auto")) {
                        case "none" -> "none";
                        case "required" -> "any";
                        default -> "auto";
                    });
        }
        boolean oneAtATime = !request.get("parallel_tool_calls").asBoolean(true);
        if (oneAtATime && !choice.path("type").stringValue().equals("none")) {
            choice.put("disable_parallel_tool_use", true);
        }
        body.set("tool_choice", choice);
    }
}
