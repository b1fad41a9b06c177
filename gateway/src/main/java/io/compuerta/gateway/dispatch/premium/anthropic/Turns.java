package io.compuerta.gateway.dispatch.premium.anthropic;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversation in Anthropic's form: system prompts apart, people and tools together as the user, neighbours of one side
 * as one turn. Thoughts of earlier answers stay behind, since they come back only with the provider's own signature.
 */
final class Turns {

    private final JsonMapper json;
    private final String model;

    Turns(JsonMapper json, String model) {
        this.json = json;
        this.model = model;
    }

    void write(JsonNode messages, ObjectNode body) {
        ArrayNode system = json.createArrayNode();
        ArrayNode turns = json.createArrayNode();
        for (JsonNode message : messages) {
            switch (message.path("role").asString("")) {
                case "system", "developer" -> content(message.path("content"), system);
                case "assistant" -> {
                    ArrayNode blocks = blocks(turns, "assistant");
                    content(message.path("content"), blocks);
                    calls(message.path("tool_calls"), blocks);
                }
                case "tool", "function" -> result(message, blocks(turns, "user"));
                default -> content(message.path("content"), blocks(turns, "user"));
            }
        }
        dropEmpty(turns);
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", turns);
    }

    /** The blocks of the turn that is being written, a new one when the other side spoke last. */
    private static ArrayNode blocks(ArrayNode turns, String role) {
        boolean goesOn = !turns.isEmpty()
                && turns.path(turns.size() - 1).path("role").stringValue().equals(role);
        if (goesOn) {
            return (ArrayNode) turns.path(turns.size() - 1).path("content");
        }
        return turns.addObject().put("role", role).putArray("content");
    }

    /** They refuse turns without content. */
    private static void dropEmpty(ArrayNode turns) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.path(i).path("content").isEmpty()) {
                turns.remove(i);
            }
        }
    }

    private void content(JsonNode content, ArrayNode blocks) {
        if (content.isString()) {
            text(content.stringValue(), blocks);
        }
        if (content.isArray()) {
            content.forEach(part -> part(part, blocks));
        }
    }

    private void part(JsonNode part, ArrayNode blocks) {
        switch (part.path("type").asString("")) {
            case "text" -> text(part.path("text").asString(""), blocks);
            case "refusal" -> text(part.path("refusal").asString(""), blocks);
            case "image_url" -> picture(part.path("image_url").path("url").asString(""), blocks);
            case "file" -> document(part.path("file").path("file_data").asString(""), blocks);
            default -> throw MessagesRequest.unsupported(model, "content of this type", "messages");
        }
    }

    /** They refuse blank texts. */
    private static void text(String text, ArrayNode blocks) {
        if (!text.isBlank()) {
            blocks.addObject().put("type", "text").put("text", text);
        }
    }

    private static void picture(String url, ArrayNode blocks) {
        ObjectNode source = blocks.addObject().put("type", "image").putObject("source");
        DataUrl.parse(url)
                .ifPresentOrElse(
                        data -> data.write(source),
                        () -> source.put("type", "url").put("url", url));
    }

    private void document(String url, ArrayNode blocks) {
        DataUrl data =
                DataUrl.parse(url).orElseThrow(() -> MessagesRequest.unsupported(model, "file by its id", "messages"));
        ObjectNode source = blocks.addObject().put("type", "document").putObject("source");
        if (data.isText()) {
            source.put("type", "text").put("media_type", "text/plain").put("data", data.text());
        } else {
            data.write(source);
        }
    }

    private void calls(JsonNode calls, ArrayNode blocks) {
        for (JsonNode call : calls) {
            JsonNode function = call.path("function");
            blocks.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asString(""))
                    .put("name", function.path("name").asString(""))
                    .set("input", arguments(function.path("arguments").asString("")));
        }
    }

    /** They want an object; a model may have written anything. */
    private JsonNode arguments(String text) {
        try {
            JsonNode parsed = json.readTree(text.isBlank() ? "{}" : text);
            return parsed.isObject() ? parsed : json.createObjectNode().set("value", parsed);
        } catch (JacksonException e) {
            return json.createObjectNode().put("text", text);
        }
    }

    private void result(JsonNode message, ArrayNode blocks) {
        ObjectNode result = blocks.addObject()
                .put("type", "tool_result")
                .put(
                        "tool_use_id",
                        message.path("tool_call_id")
                                .asString(message.path("name").asString("")));
        content(message.path("content"), result.putArray("content"));
    }
}
