package io.compuerta.engine.remote;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.TokenLogprob;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns the chunks of one answer into events. Used by one reader at a time. */
final class ChunkReader {

    private static final String DONE = "[DONE]";

    private final JsonMapper json;
    private final String server;
    private final long startedNanos;
    private final Map<Integer, Call> calls = new HashMap<>();
    private int callCount;
    private String held = "";
    private Optional<FinishReason> finish = Optional.empty();
    private EngineEvent.Usage usage = new EngineEvent.Usage(0, 0, 0, 0);
    private long firstNanos;
    private long lastNanos;

    /** A tool call: the server's id and our index. */
    private record Call(String id, int index) {}

    /** @param server as errors may name it */
    ChunkReader(JsonMapper json, String server) {
        this.json = json;
        this.server = server;
        this.startedNanos = System.nanoTime();
    }

    /** @throws EngineException.Unavailable when the server says that it failed, or speaks nonsense */
    List<EngineEvent> read(String data) {
        if (data.equals(DONE)) {
            return List.of();
        }
        JsonNode chunk;
        try {
            chunk = json.readTree(data);
        } catch (JacksonException e) {
            throw new EngineException.Unavailable("the engine at " + server + " sent a chunk that is no JSON");
        }
        if (chunk.hasNonNull("error")) {
            throw new EngineException.Unavailable("the engine at " + server + " failed while it answered");
        }
        if (chunk.path("usage").isObject()) {
            usage = usage(chunk.path("usage"));
        }
        List<EngineEvent> events = new ArrayList<>();
        JsonNode choice = chunk.path("choices").path(0);
        delta(choice.path("delta"), choice.path("logprobs").path("content"), events);
        String reason = choice.path("finish_reason").asString("");
        if (!reason.isEmpty()) {
            finish = Optional.of(reason(reason));
        }
        if (!events.isEmpty()) {
            lastNanos = System.nanoTime();
            firstNanos = firstNanos == 0 ? lastNanos : firstNanos;
        }
        return events;
    }

    /** The last event. @throws EngineException.Unavailable when the answer has no end */
    EngineEvent.Finished finished() {
        FinishReason reason = finish.orElseThrow(
                () -> new EngineException.Unavailable("the answer of the engine at " + server + " broke off"));
        long first = firstNanos == 0 ? System.nanoTime() : firstNanos;
        return new EngineEvent.Finished(
                reason,
                usage,
                new EngineEvent.Timing(
                        Duration.ZERO,
                        Duration.ofNanos(first - startedNanos),
                        Duration.ofNanos(Math.max(0, lastNanos - first))));
    }

    private void delta(JsonNode delta, JsonNode logprobs, List<EngineEvent> events) {
        // vLLM renamed the field in 2026; the others keep the old name.
        String thought =
                delta.path("reasoning_content").asString(delta.path("reasoning").asString(""));
        if (!thought.isEmpty()) {
            events.add(new EngineEvent.Reasoning(thought));
        }
        String text = whole(delta.path("content").asString(""));
        List<TokenLogprob> tokens = new ArrayList<>();
        logprobs.forEach(token -> tokens.add(logprob(token)));
        if (!text.isEmpty() || !tokens.isEmpty()) {
            events.add(new EngineEvent.Text(text, tokens));
        }
        delta.path("tool_calls").forEach(call -> toolCall(call, events));
    }

    /** Keeps half a character back until its other half comes. */
    private String whole(String text) {
        String all = held + text;
        boolean half = !all.isEmpty() && Character.isHighSurrogate(all.charAt(all.length() - 1));
        int end = half ? all.length() - 1 : all.length();
        held = all.substring(end);
        return all.substring(0, end);
    }

    private void toolCall(JsonNode node, List<EngineEvent> events) {
        int theirs = node.path("index").asInt(0);
        String id = node.path("id").asString("");
        Call call = calls.get(theirs);
        // Some number every call 0 and tell them apart by id only.
        if (call == null || (!id.isEmpty() && !id.equals(call.id()))) {
            String known = id.isEmpty() ? "call_" + callCount : id;
            call = new Call(known, callCount++);
            calls.put(theirs, call);
            events.add(new EngineEvent.ToolCall(
                    call.index(), known, node.path("function").path("name").asString("")));
        }
        String arguments = node.path("function").path("arguments").asString("");
        if (!arguments.isEmpty()) {
            events.add(new EngineEvent.ToolArguments(call.index(), arguments));
        }
    }

    private static TokenLogprob logprob(JsonNode token) {
        List<TokenLogprob> alternatives = new ArrayList<>();
        token.path("top_logprobs").forEach(other -> alternatives.add(single(other, List.of())));
        return single(token, alternatives);
    }

    private static TokenLogprob single(JsonNode token, List<TokenLogprob> alternatives) {
        JsonNode listed = token.path("bytes");
        byte[] bytes;
        if (listed.isArray()) {
            ByteArrayOutputStream collected = new ByteArrayOutputStream();
            listed.forEach(value -> collected.write(value.asInt(0)));
            bytes = collected.toByteArray();
        } else {
            bytes = token.path("token").asString("").getBytes(StandardCharsets.UTF_8);
        }
        return new TokenLogprob(bytes, token.path("logprob").asDouble(0), alternatives);
    }

    private static EngineEvent.Usage usage(JsonNode usage) {
        return new EngineEvent.Usage(
                usage.path("prompt_tokens").asInt(0),
                usage.path("prompt_tokens_details").path("cached_tokens").asInt(0),
                usage.path("completion_tokens").asInt(0),
                usage.path("completion_tokens_details").path("reasoning_tokens").asInt(0));
    }

    private static FinishReason reason(String word) {
        return switch (word) {
            case "length" -> FinishReason.LENGTH;
            case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
            default -> FinishReason.STOP;
        };
    }
}
