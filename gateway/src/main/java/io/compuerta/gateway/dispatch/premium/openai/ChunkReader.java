package io.compuerta.gateway.dispatch.premium.openai;

import io.compuerta.gateway.dispatch.premium.AnswerReader;
import io.compuerta.gateway.dispatch.premium.UpstreamErrors;
import io.compuerta.gateway.dispatch.premium.WholeCharacters;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.policy.money.TokenUsage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one answer: a stream of chunks, or a completion. Not thread-safe: one an answer. */
final class ChunkReader implements AnswerReader {

    private final JsonMapper json;
    private final String model;
    private final Set<Integer> open = new HashSet<>();
    private final Set<Integer> finished = new HashSet<>();
    private final WholeCharacters characters = new WholeCharacters();
    private final Set<Long> announcedCalls = new HashSet<>();
    private boolean anyChoice;

    ChunkReader(JsonMapper json, String model) {
        this.json = json;
        this.model = model;
    }

    @Override
    public List<AnswerEvent> read(String data) {
        if (data.isBlank() || data.strip().equals("[DONE]")) {
            return List.of();
        }
        JsonNode chunk = parse(data);
        if (chunk.hasNonNull("error")) {
            throw UpstreamErrors.inStream(chunk.path("error"), model);
        }
        List<AnswerEvent> events = new ArrayList<>(2);
        for (JsonNode choice : chunk.path("choices")) {
            readChoice(choice, events);
        }
        if (chunk.path("usage").isObject()) {
            events.add(new AnswerEvent.Usage(usage(chunk.path("usage"))));
        }
        return events;
    }

    /** Fine when every choice was finished, else the answer broke off. */
    @Override
    public Flux<AnswerEvent> end() {
        return anyChoice && open.isEmpty() ? Flux.empty() : Flux.error(UpstreamErrors.cutOff(model));
    }

    @Override
    public List<AnswerEvent> whole(byte[] body) {
        return new CompletionReader(json, model).read(body);
    }

    private JsonNode parse(String data) {
        try {
            return json.readTree(data);
        } catch (JacksonException e) {
            throw UpstreamErrors.garbled(model);
        }
    }

    private void readChoice(JsonNode choice, List<AnswerEvent> events) {
        int index = choice.path("index").asInt(0);
        anyChoice = true;
        if (finished.contains(index)) {
            // Some providers name the choice once more beside the usage.
            return;
        }
        open.add(index);
        JsonNode delta = choice.path("delta");
        String reasoning = characters.next(
                "reasoning" + index,
                delta.path("reasoning_content").asString(delta.path("reasoning").asString("")));
        if (!reasoning.isEmpty()) {
            events.add(new AnswerEvent.Reasoning(index, reasoning));
        }
        String text = characters.next("text" + index, delta.path("content").asString(""));
        Optional<JsonNode> logprobs = Optional.of(choice.path("logprobs")).filter(JsonNode::isObject);
        if (!text.isEmpty() || logprobs.isPresent()) {
            events.add(new AnswerEvent.Text(index, text, logprobs));
        }
        String refusal =
                characters.next("refusal" + index, delta.path("refusal").asString(""));
        if (!refusal.isEmpty()) {
            events.add(new AnswerEvent.Refusal(index, refusal));
        }
        for (JsonNode call : delta.path("tool_calls")) {
            readToolCall(index, call, events);
        }
        JsonNode finish = choice.path("finish_reason");
        if (finish.isString()) {
            open.remove(index);
            finished.add(index);
            events.add(new AnswerEvent.Finish(index, FinishReason.parse(finish.stringValue())));
        }
    }

    private void readToolCall(int choice, JsonNode call, List<AnswerEvent> events) {
        int index = call.path("index").asInt(0);
        JsonNode function = call.path("function");
        // Some providers repeat the id in every delta; the caller must see it once.
        if (announcedCalls.add(((long) choice << 32) | index)) {
            events.add(new AnswerEvent.ToolCall(
                    choice,
                    index,
                    call.path("id").asString(""),
                    function.path("name").asString("")));
        }
        String fragment = characters.next(
                "call" + choice + "." + index, function.path("arguments").asString(""));
        if (!fragment.isEmpty()) {
            events.add(new AnswerEvent.ToolArguments(choice, index, fragment));
        }
    }

    /** A provider's counts, made consistent: parts never exceed the whole. */
    static TokenUsage usage(JsonNode usage) {
        long prompt = Math.max(0, usage.path("prompt_tokens").asLong(0));
        long completion = Math.max(0, usage.path("completion_tokens").asLong(0));
        JsonNode details = usage.path("prompt_tokens_details");
        long cached = clamp(details.path("cached_tokens").asLong(0), prompt);
        long written = clamp(details.path("cache_write_tokens").asLong(0), prompt - cached);
        long reasoning = clamp(
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0), completion);
        return new TokenUsage(prompt, cached, written, completion, reasoning);
    }

    private static long clamp(long value, long most) {
        return Math.max(0, Math.min(value, most));
    }
}
