package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.gateway.pipeline.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** OpenAI's messages as the engine's. */
final class RequestMessages {

    private RequestMessages() {}

    static List<ChatMessage> of(ChatRequest request) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : request.get("messages")) {
            messages.add(new ChatMessage(
                    role(message.path("role").asString("")),
                    text(message.path("content")),
                    ChatRequest.reasoning(message),
                    calls(message),
                    message.path("tool_call_id").asString("")));
        }
        return messages;
    }

    private static ChatMessage.Role role(String word) {
        return switch (word) {
            case "system", "developer" -> ChatMessage.Role.SYSTEM;
            case "assistant" -> ChatMessage.Role.ASSISTANT;
            case "tool", "function" -> ChatMessage.Role.TOOL;
            default -> ChatMessage.Role.USER;
        };
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asString("");
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (part.path("text").isString()) {
                parts.add(part.path("text").stringValue());
            }
        }
        return String.join("\n", parts);
    }

    private static List<ToolInvocation> calls(JsonNode message) {
        List<ToolInvocation> calls = new ArrayList<>();
        for (JsonNode call : message.path("tool_calls")) {
            calls.add(call(call.path("id").asString(""), call.path("function")));
        }
        if (message.path("function_call").isObject()) {
            calls.add(call("", message.path("function_call")));
        }
        return calls;
    }

    private static ToolInvocation call(String id, JsonNode function) {
        return new ToolInvocation(
                id,
                function.path("name").asString(""),
                function.path("arguments").asString("{}"));
    }
}
