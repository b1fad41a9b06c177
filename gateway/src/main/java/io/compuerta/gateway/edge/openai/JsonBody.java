package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.pipeline.GatewayError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a request's body as a JSON object of whole characters. */
final class JsonBody {

    private static final Pattern ESCAPED_SURROGATE = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private JsonBody() {}

    /** @throws GatewayError.BadRequest telling what is wrong, without quoting it */
    static ObjectNode parse(byte[] body, JsonMapper json) {
        if (body.length == 0) {
            throw invalid("The request body is empty; a JSON object was expected.");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw invalid("The request body is not valid UTF-8.");
        }
        try {
            JsonNode root = json.readTree(text);
            if (root instanceof ObjectNode object) {
                // The decoder above lets no half character through, so only an escape can make one.
                if (ESCAPED_SURROGATE.matcher(text).find() && HalfCharacters.in(object)) {
                    throw invalid("The request body escapes half of a character (an unpaired surrogate).");
                }
                return object;
            }
        } catch (JacksonException e) {
            // The parser's own message quotes the text, so only the place is told.
            var place = e.getLocation();
            throw invalid("The request body is not valid JSON"
                    + (place == null ? "." : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")."));
        }
        throw invalid("The request body must be a JSON object.");
    }

    private static GatewayError invalid(String message) {
        return new GatewayError.BadRequest(message, "invalid_json");
    }
}
