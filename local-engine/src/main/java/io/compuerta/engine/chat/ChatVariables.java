package io.compuerta.engine.chat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.chat.jinja.Absent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request as the variables that chat templates know, all text of users cleaned. */
final class ChatVariables {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_DEPTH = 90;

    private final ControlMarkers markers;

    ChatVariables(ControlMarkers markers) {
        this.markers = markers;
    }

    Map<String, Object> of(GenerationRequest request, List<ChatMessage> messages, boolean thinks) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put(
                "messages",
                messages.stream().map(this::message).map(Object.class::cast).toList());
        if (request.tools().isUsable()) {
            variables.put(
                    "tools",
                    request.tools().offered().stream()
                            .map(this::tool)
                            .map(Object.class::cast)
                            .toList());
        }
        variables.put("add_generation_prompt", true);
        variables.put("enable_thinking", request.thinking());
        variables.put("can_think", thinks);
        // The tokenizer writes the first token itself where the model wants one.
        variables.put("bos_token", "");
        return variables;
    }

    private Map<String, Object> message(ChatMessage message) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("role", message.role().word());
        variables.put("content", markers.clean(message.content()));
        if (!message.reasoning().isEmpty()) {
            variables.put("reasoning_content", markers.clean(message.reasoning()));
        }
        if (!message.toolCalls().isEmpty()) {
            variables.put(
                    "tool_calls",
                    message.toolCalls().stream()
                            .map(this::call)
                            .map(Object.class::cast)
                            .toList());
        }
        if (!message.toolCallId().isEmpty()) {
            variables.put("tool_call_id", markers.clean(message.toolCallId()));
        }
        return variables;
    }

    private Map<String, Object> call(ToolInvocation call) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", markers.clean(call.name()));
        function.put("arguments", arguments(call.arguments()));
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("id", markers.clean(call.id()));
        variables.put("type", "function");
        variables.put("function", function);
        return variables;
    }

    /** Templates want a mapping; arguments that are not one stay text. */
    private Object arguments(String text) {
        if (text.isBlank()) {
            return new LinkedHashMap<String, Object>();
        }
        try {
            JsonNode parsed = JSON.readTree(text);
            return parsed.isObject() ? value(parsed, 0) : markers.clean(text);
        } catch (JacksonException notJson) {
            return markers.clean(text);
        }
    }

    private Map<String, Object> tool(ToolSpec tool) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", markers.clean(tool.name()));
        if (!tool.description().isEmpty()) {
            function.put("description", markers.clean(tool.description()));
        }
        try {
            function.put("parameters", value(JSON.readTree(tool.parameters()), 0));
        } catch (JacksonException notJson) {
            function.put("parameters", new LinkedHashMap<String, Object>());
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("type", "function");
        variables.put("function", function);
        return variables;
    }

    private Object value(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return Absent.NONE;
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties()
                    .forEach(entry -> map.put(markers.clean(entry.getKey()), value(entry.getValue(), depth + 1)));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each, depth + 1)));
            return list;
        }
        if (node.isString()) {
            return markers.clean(node.stringValue());
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : Absent.NONE;
    }
}
