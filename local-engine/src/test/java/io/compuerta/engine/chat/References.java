package io.compuerta.engine.chat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The recorded chats and what Python's jinja2 made of them. */
final class References {

    private static final JsonMapper JSON = JsonMapper.shared();

    private References() {}

    static JsonNode read(String file) {
        try (InputStream stream = References.class.getResourceAsStream("/templates/" + file)) {
            return JSON.readTree(stream.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A recorded chat as a request. */
    static GenerationRequest request(JsonNode chat) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : chat.path("messages")) {
            List<ToolInvocation> calls = new ArrayList<>();
            for (JsonNode call : message.path("tool_calls")) {
                JsonNode function = call.path("function");
                calls.add(new ToolInvocation(
                        call.path("id").asString(),
                        function.path("name").asString(),
                        JSON.writeValueAsString(function.path("arguments"))));
            }
            messages.add(new ChatMessage(
                    ChatMessage.Role.valueOf(message.path("role").asString().toUpperCase(Locale.ROOT)),
                    message.path("content").asString(),
                    message.path("reasoning_content").asString(""),
                    calls,
                    message.path("tool_call_id").asString("")));
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : chat.path("tools")) {
            JsonNode function = tool.path("function");
            tools.add(new ToolSpec(
                    function.path("name").asString(),
                    function.path("description").asString(""),
                    JSON.writeValueAsString(function.path("parameters"))));
        }
        return GenerationRequest.of(messages, Sampling.GREEDY, 16)
                .withTools(tools.isEmpty() ? Tools.NONE : new Tools(tools, new ToolChoice.Auto(), true))
                .withThinking(chat.path("enable_thinking").asBoolean());
    }
}
