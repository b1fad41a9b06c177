package io.compuerta.gateway.dispatch.premium.anthropic;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion request in Anthropic's form. What they have no word for and that does not change the answer's shape
 * (seeds, penalties, log-probabilities) is left out; what would change it (several answers, audio) is refused, so that
 * another candidate may serve.
 *
 * @param body          as it goes out
 * @param answersByTool whether the answer comes as the arguments of a tool that the caller did not name: they have no
 *                      other form that every model keeps when it must answer in JSON
 */
record MessagesRequest(ObjectNode body, boolean answersByTool) {

    /** They demand a limit; where the caller sets none this is one that every model takes. */
    static final int USUAL_MAX_TOKENS = 8192;

    /** The tool that takes an answer in JSON. */
    static final String ANSWER_TOOL = "answer_in_json";

    /** @throws GatewayError.BadRequest with code {@code unsupported_parameter} when it cannot be said in their form */
    static MessagesRequest of(ChatRequest request, String model, JsonMapper json) {
        if (request.choices() > 1) {
            throw unsupported(model, "several answers", "n");
        }
        if (request.get("functions").size() > 0) {
            throw unsupported(model, "'functions'; use 'tools'", "functions");
        }
        ObjectNode body = json.createObjectNode();
        body.put("model", model);
        body.put("max_tokens", request.maxTokens().orElse(USUAL_MAX_TOKENS));
        new Turns(json, model).write(request.get("messages"), body);
        if (request.stream()) {
            body.put("stream", true);
        }
        // Their models take one of the two.
        request.number("temperature")
                .ifPresentOrElse(
                        heat -> body.put("temperature", Math.min(1, heat)),
                        () -> request.number("top_p").ifPresent(share -> body.put("top_p", share)));
        List<String> stop =
                request.stop().stream().filter(word -> !word.isBlank()).toList();
        if (!stop.isEmpty()) {
            ArrayNode sequences = body.putArray("stop_sequences");
            stop.forEach(sequences::add);
        }
        request.user().ifPresent(user -> body.putObject("metadata").put("user_id", user));
        boolean inJson =
                !request.get("response_format").path("type").asString("text").equals("text");
        if (inJson) {
            answerInJson(request, model, body);
        } else {
            Tools.write(request, body);
        }
        return new MessagesRequest(body, inJson);
    }

    private static void answerInJson(ChatRequest request, String model, ObjectNode body) {
        if (request.hasTools()) {
            throw unsupported(model, "'response_format' together with 'tools'", "response_format");
        }
        ObjectNode tool = body.putArray("tools").addObject();
        tool.put("name", ANSWER_TOOL);
        tool.put("description", "Takes the whole answer.");
        JsonNode schema = request.get("response_format").path("json_schema").path("schema");
        if (schema.isObject()) {
            tool.set("input_schema", schema);
        } else {
            tool.putObject("input_schema").put("type", "object");
        }
        body.putObject("tool_choice").put("type", "tool").put("name", ANSWER_TOOL);
    }

    static GatewayError.BadRequest unsupported(String model, String what, String param) {
        return new GatewayError.BadRequest(
                "The model " + model + " takes no " + what + ".", "unsupported_parameter", param);
    }

    /** Leaves out the text. */
    @Override
    public String toString() {
        return "MessagesRequest[" + body.path("messages").size() + " turns]";
    }
}
