package io.compuerta.gateway.dispatch.premium.openai;

import io.compuerta.gateway.dispatch.premium.UpstreamErrors;
import io.compuerta.gateway.dispatch.premium.WholeCharacters;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an answer that came whole. */
final class CompletionReader {

    private final JsonMapper json;
    private final String model;

    CompletionReader(JsonMapper json, String model) {
        this.json = json;
        this.model = model;
    }

    List<AnswerEvent> read(byte[] body) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JacksonException e) {
            throw UpstreamErrors.garbled(model);
        }
        if (root.hasNonNull("error")) {
            throw UpstreamErrors.inStream(root.path("error"), model);
        }
        List<AnswerEvent> events = new ArrayList<>();
        for (JsonNode choice : root.path("choices")) {
            readChoice(choice, events);
        }
        if (events.isEmpty()) {
            throw UpstreamErrors.garbled(model);
        }
        if (root.path("usage").isObject()) {
            events.add(new AnswerEvent.Usage(ChunkReader.usage(root.path("usage"))));
        }
        return events;
    }

    private static void readChoice(JsonNode choice, List<AnswerEvent> events) {
        int index = choice.path("index").asInt(0);
        JsonNode message = choice.path("message");
        String reasoning = WholeCharacters.repaired(message.path("reasoning_content")
                .asString(message.path("reasoning").asString("")));
        if (!reasoning.isEmpty()) {
            events.add(new AnswerEvent.Reasoning(index, reasoning));
        }
        Optional<JsonNode> logprobs = Optional.of(choice.path("logprobs")).filter(JsonNode::isObject);
        String text = WholeCharacters.repaired(message.path("content").asString(""));
        if (!text.isEmpty() || logprobs.isPresent()) {
            events.add(new AnswerEvent.Text(index, text, logprobs));
        }
        String refusal = WholeCharacters.repaired(message.path("refusal").asString(""));
        if (!refusal.isEmpty()) {
            events.add(new AnswerEvent.Refusal(index, refusal));
        }
        int callIndex = 0;
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            events.add(new AnswerEvent.ToolCall(
                    index,
                    callIndex,
                    call.path("id").asString(""),
                    function.path("name").asString("")));
            events.add(new AnswerEvent.ToolArguments(
                    index,
                    callIndex,
                    WholeCharacters.repaired(function.path("arguments").asString(""))));
            callIndex++;
        }
        events.add(new AnswerEvent.Finish(
                index, FinishReason.parse(choice.path("finish_reason").asString("stop"))));
    }
}
