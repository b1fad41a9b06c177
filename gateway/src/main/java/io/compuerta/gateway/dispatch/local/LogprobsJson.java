package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.TokenLogprob;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's {@code logprobs} object. */
final class LogprobsJson {

    /** OpenAI's word for "so unlikely that it does not matter"; JSON has no infinity. */
    private static final double LEAST = -9999;

    private LogprobsJson() {}

    static JsonNode of(List<TokenLogprob> tokens) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode content = root.putArray("content");
        for (TokenLogprob token : tokens) {
            ObjectNode entry = content.addObject();
            write(token, entry);
            ArrayNode alternatives = entry.putArray("top_logprobs");
            token.alternatives().forEach(other -> write(other, alternatives.addObject()));
        }
        root.putNull("refusal");
        return root;
    }

    private static void write(TokenLogprob token, ObjectNode node) {
        byte[] bytes = token.bytes();
        node.put("token", new String(bytes, StandardCharsets.UTF_8));
        node.put("logprob", Math.max(LEAST, token.logprob()));
        ArrayNode list = node.putArray("bytes");
        for (byte each : bytes) {
            list.add(each & 0xff);
        }
    }
}
