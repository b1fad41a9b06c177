package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads OpenAI's chat request. It checks what the gateway itself relies on and names the parameter at fault; whatever it
 * does not know passes through, since providers know more parameters than any gateway can list.
 */
public final class ChatRequestReader {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final JsonMapper json;
    private final int maxMessages;

    public ChatRequestReader(JsonMapper json, int maxMessages) {
        this.json = json;
        this.maxMessages = maxMessages;
    }

    /** @throws GatewayError.BadRequest naming what is wrong */
    public ChatRequest read(byte[] body) {
        ObjectNode root = JsonBody.parse(body, json);
        checkModel(root);
        checkMessages(root.path("messages"));
        checkBoolean(root, "stream");
        checkObject(root, "stream_options");
        checkPositive(root, "max_tokens");
        checkPositive(root, "max_completion_tokens");
        checkPositive(root, "n");
        checkRange(root, "temperature", 0, 2);
        checkRange(root, "top_p", 0, 1);
        checkStop(root.path("stop"));
        checkList(root, "tools");
        checkText(root, "user");
        checkText(root, "safety_identifier");
        return new ChatRequest(root);
    }

    private static void checkModel(ObjectNode root) {
        if (!root.path("model").isString() || root.path("model").stringValue().isBlank()) {
            throw bad(
                    "you must provide a model parameter: auto, local or provider/model.",
                    "missing_required_parameter",
                    "model");
        }
    }

    private void checkMessages(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw bad("'messages' must be a list of at least one message.", "missing_required_parameter", "messages");
        }
        if (messages.size() > maxMessages) {
            throw bad(
                    "'messages' holds " + messages.size() + " messages; at most " + maxMessages
                            + " are allowed (compuerta.edge.max-messages).",
                    "array_above_max_length",
                    "messages");
        }
        for (int i = 0; i < messages.size(); i++) {
            checkMessage(messages.path(i), "messages[" + i + "]");
        }
    }

    private static void checkMessage(JsonNode message, String param) {
        if (!message.isObject()) {
            throw bad("a message must be an object.", "invalid_type", param);
        }
        String role = message.path("role").asString("");
        if (!ROLES.contains(role)) {
            throw bad(
                    "unknown role; use system, developer, user, assistant, tool or function.",
                    "invalid_value",
                    param + ".role");
        }
        JsonNode content = message.path("content");
        boolean mayBeEmpty = role.equals("assistant") || role.equals("function");
        if (!(content.isString()
                || content.isArray()
                || (mayBeEmpty && (content.isNull() || content.isMissingNode())))) {
            throw bad("'content' must be a text or a list of parts.", "invalid_type", param + ".content");
        }
        for (JsonNode part : content) {
            if (!part.isObject() || !part.path("type").isString()) {
                throw bad("a content part must be an object with a 'type'.", "invalid_type", param + ".content");
            }
        }
    }

    private static void checkBoolean(ObjectNode root, String key) {
        if (root.hasNonNull(key) && !root.path(key).isBoolean()) {
            throw bad("'" + key + "' must be true or false.", "invalid_type", key);
        }
    }

    private static void checkObject(ObjectNode root, String key) {
        if (root.hasNonNull(key) && !root.path(key).isObject()) {
            throw bad("'" + key + "' must be an object.", "invalid_type", key);
        }
    }

    private static void checkPositive(ObjectNode root, String key) {
        JsonNode value = root.path(key);
        if (root.hasNonNull(key) && !(value.isInt() && value.intValue() >= 1)) {
            throw bad(
                    "'" + key + "' must be a whole number of at least 1"
                            + (value.isNumber() ? ", not " + value.asString() : "") + ".",
                    "invalid_value",
                    key);
        }
    }

    private static void checkRange(ObjectNode root, String key, double low, double high) {
        JsonNode value = root.path(key);
        if (root.hasNonNull(key) && !(value.isNumber() && value.doubleValue() >= low && value.doubleValue() <= high)) {
            throw bad("'" + key + "' must be a number from " + low + " to " + high + ".", "invalid_value", key);
        }
    }

    private static void checkStop(JsonNode stop) {
        boolean fine = stop.isMissingNode() || stop.isNull() || stop.isString();
        if (stop.isArray()) {
            fine = stop.size() <= 16;
            for (JsonNode entry : stop) {
                fine &= entry.isString();
            }
        }
        if (!fine) {
            throw bad("'stop' must be a text or a list of at most 16 texts.", "invalid_value", "stop");
        }
    }

    private static void checkText(ObjectNode root, String key) {
        if (root.hasNonNull(key) && !root.path(key).isString()) {
            throw bad("'" + key + "' must be a text.", "invalid_type", key);
        }
    }

    private static void checkList(ObjectNode root, String key) {
        if (root.hasNonNull(key) && !root.path(key).isArray()) {
            throw bad("'" + key + "' must be a list.", "invalid_type", key);
        }
    }

    private static GatewayError bad(String message, String code, String param) {
        return new GatewayError.BadRequest("Invalid '" + param + "': " + message, code, param);
    }
}
