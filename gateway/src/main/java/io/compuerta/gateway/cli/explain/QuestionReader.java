package io.compuerta.gateway.cli.explain;

import io.compuerta.gateway.decide.Asks;
import io.compuerta.gateway.edge.openai.ChatRequestReader;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads input lines: {@code {id, text}} or {@code {id, messages}}, the latter as the gateway's own edge reads them. */
final class QuestionReader {

    private static final int MAX_MESSAGES = 10_000;

    private final JsonMapper json;
    private final ChatRequestReader requests;

    QuestionReader(JsonMapper json) {
        this.json = json;
        this.requests = new ChatRequestReader(json, MAX_MESSAGES);
    }

    /** @param id null in JSON when the line has none */
    record Line(JsonNode id, Question question) {}

    /** A line that says nothing to explain. The message never quotes the line. */
    static final class Malformed extends RuntimeException {
        private final transient JsonNode id;

        Malformed(JsonNode id, String message) {
            super(message);
            this.id = id;
        }

        JsonNode id() {
            return id;
        }
    }

    /** @throws Malformed with the id as far as it could be read */
    Line read(byte[] line) {
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
            return new Line(id, Question.ofText(text.stringValue()));
        }
        if (!text.isMissingNode()) {
            throw new Malformed(id, "'text' must be a text");
        }
        return new Line(id, messages(root, id));
    }

    private Question messages(ObjectNode root, JsonNode id) {
        if (!root.has("model")) {
            root.put("model", "auto");
        }
        root.remove("id");
        try {
            ChatRequest request = requests.read(json.writeValueAsBytes(root));
            return new Question(request.conversation(), Asks.of(request, Labels.NONE), true);
        } catch (GatewayError wrong) {
            throw new Malformed(id, String.valueOf(wrong.getMessage()));
        }
    }

    private ObjectNode parse(byte[] line) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            if (json.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (CharacterCodingException e) {
            throw malformed("the line is not valid UTF-8");
        } catch (JacksonException e) {
            // The parser's own message quotes the text.
            var place = e.getLocation();
            throw malformed(
                    "the line is not valid JSON" + (place == null ? "" : " (column " + place.getColumnNr() + ")"));
        }
        throw malformed("the line must be a JSON object");
    }

    private static Malformed malformed(String message) {
        return new Malformed(NullNode.getInstance(), message);
    }
}
