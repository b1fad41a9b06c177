package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.embed.EmbeddingRequest;
import io.compuerta.gateway.embed.EmbeddingRequest.Encoding;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads OpenAI's embeddings request and names the parameter at fault. */
public final class EmbeddingRequestReader {

    private final JsonMapper json;
    private final int maxInputs;

    /** @param maxInputs most texts in one call */
    public EmbeddingRequestReader(JsonMapper json, int maxInputs) {
        this.json = json;
        this.maxInputs = maxInputs;
    }

    /** @throws GatewayError.BadRequest naming what is wrong */
    public EmbeddingRequest read(byte[] body) {
        ObjectNode root = JsonBody.parse(body, json);
        JsonNode model = root.path("model");
        if (!model.isString() || model.stringValue().isBlank()) {
            throw bad("you must provide a model parameter.", "missing_required_parameter", "model");
        }
        JsonNode user = root.path("user");
        if (root.hasNonNull("user") && !user.isString()) {
            throw bad("'user' must be a text.", "invalid_type", "user");
        }
        return new EmbeddingRequest(
                model.stringValue(),
                input(root.path("input")),
                encoding(root),
                dimensions(root),
                Optional.of(user.asString("")).filter(name -> !name.isBlank()));
    }

    private List<String> input(JsonNode input) {
        if (input.isString()) {
            return List.of(text(input, "input"));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw bad("a text or a list of at least one text is needed.", "missing_required_parameter", "input");
        }
        if (input.size() > maxInputs) {
            throw bad(
                    input.size() + " texts; at most " + maxInputs + " are allowed (compuerta.embeddings.max-inputs).",
                    "array_above_max_length",
                    "input");
        }
        List<String> texts = new ArrayList<>(input.size());
        for (int i = 0; i < input.size(); i++) {
            texts.add(text(input.path(i), "input[" + i + "]"));
        }
        return texts;
    }

    private static String text(JsonNode input, String param) {
        if (input.isNumber() || input.isArray()) {
            throw bad(
                    "lists of token ids are not supported, since they belong to another model's vocabulary; send"
                            + " texts.",
                    "invalid_type",
                    param);
        }
        if (!input.isString()) {
            throw bad("a text was expected.", "invalid_type", param);
        }
        if (input.stringValue().isEmpty()) {
            throw bad("it must not be empty.", "invalid_value", param);
        }
        return input.stringValue();
    }

    private static Encoding encoding(ObjectNode root) {
        if (!root.hasNonNull("encoding_format")) {
            return Encoding.FLOAT;
        }
        return switch (root.path("encoding_format").asString("")) {
            case "float" -> Encoding.FLOAT;
            case "base64" -> Encoding.BASE64;
            default -> throw bad("it must be float or base64.", "invalid_value", "encoding_format");
        };
    }

    /** Which of them a model allows is known when the model is. */
    private static OptionalInt dimensions(ObjectNode root) {
        if (!root.hasNonNull("dimensions")) {
            return OptionalInt.empty();
        }
        JsonNode asked = root.path("dimensions");
        if (!asked.isInt() || asked.intValue() < 1) {
            throw bad("a whole number of at least 1 was expected.", "invalid_value", "dimensions");
        }
        return OptionalInt.of(asked.intValue());
    }

    private static GatewayError bad(String message, String code, String param) {
        return new GatewayError.BadRequest("Invalid '" + param + "': " + message, code, param);
    }
}
