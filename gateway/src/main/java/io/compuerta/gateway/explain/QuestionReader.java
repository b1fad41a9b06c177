package io.compuerta.gateway.explain;

import io.compuerta.gateway.decide.Asks;
import io.compuerta.gateway.edge.openai.ChatRequestReader;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Labels;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.signal.Conversation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what is to be explained: {@code {id, text}} or {@code {id, messages}}, the latter as the gateway's own edge reads
 * them. Thread-safe.
 */
public final class QuestionReader {

    private static final int MAX_MESSAGES = 10_000;

    private final JsonMapper json;
    private final ChatRequestReader requests;
    private final String source;

    /** @param source what messages call that which is read, such as "the line" */
    public QuestionReader(JsonMapper json, String source) {
        this.json = json;
        this.source = source;
        this.requests = new ChatRequestReader(json, MAX_MESSAGES);
    }

    /** @param id null in JSON when the line has none */
    public record Line(JsonNode id, Question question) {}

    /** A line that says nothing to explain. The message never quotes the line. */
    public static final class Malformed extends RuntimeException {
        private final transient JsonNode id;

        public Malformed(JsonNode id, String message) {
            super(message);
            this.id = id;
        }

        public JsonNode id() {
            return id;
        }
    }

    /** @throws Malformed with the id as far as it could be read */
    public Line read(byte[] line) {
        ObjectNode root = parse(line);
        JsonNode id = root.path("id").isMissingNode() ? NullNode.getInstance() : root.path("id");
        if (id.isContainer()) {
            throw new Malformed(NullNode.getInstance(), "'id' must be a text or a number");
        }
        JsonNode text = root.path("text");
        if (text.isMissingNode() == root.path("messages").isMissingNode()) {
            throw new Malformed(id, "give either 'text' or 'messages'");
        }
        if (text.isString()) {
            return new Line(id, ofText(text.stringValue(), root, id));
        }
        if (!text.isMissingNode()) {
            throw new Malformed(id, "'text' must be a text");
        }
        return new Line(id, messages(root, id));
    }

    private static Question ofText(String text, ObjectNode root, JsonNode id) {
        Conversation conversation = Conversation.ofQuestion(text);
        return new Question(
                conversation,
                Asks.of(optional("model", root, id).orElse(PolicySet.AUTO), conversation),
                false,
                optional("tenant", root, id),
                optional("user", root, id));
    }

    private static Optional<String> optional(String key, ObjectNode root, JsonNode id) {
        JsonNode value = root.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new Malformed(id, "'" + key + "' must be a text");
        }
        return Optional.of(value.stringValue());
    }

    private Question messages(ObjectNode root, JsonNode id) {
        if (!root.has("model")) {
            root.put("model", "auto");
        }
        root.remove("id");
        try {
            ChatRequest request = requests.read(json.writeValueAsBytes(root));
            return new Question(
                    request.conversation(),
                    Asks.of(request, Labels.NONE),
                    true,
                    optional("tenant", root, id),
                    optional("user", root, id));
        } catch (GatewayError wrong) {
            throw new Malformed(id, String.valueOf(wrong.getMessage()));
        }
    }

    public ObjectNode parse(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            if (json.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException e) {
            throw malformed(source + " is not valid UTF-8");
        } catch (JacksonException e) {
            // The parser's own message quotes the text.
            var place = e.getLocation();
            throw malformed(
                    source + " is not valid JSON" + (place == null ? "" : " (column " + place.getColumnNr() + ")"));
        }
        throw malformed(source + " must be a JSON object");
    }

    private static Malformed malformed(String message) {
        return new Malformed(NullNode.getInstance(), message);
    }
}
