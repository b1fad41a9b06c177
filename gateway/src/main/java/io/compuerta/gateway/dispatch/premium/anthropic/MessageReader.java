package io.compuerta.gateway.dispatch.premium.anthropic;

import io.compuerta.gateway.dispatch.premium.AnswerReader;
import io.compuerta.gateway.dispatch.premium.UpstreamErrors;
import io.compuerta.gateway.dispatch.premium.WholeCharacters;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.policy.money.TokenUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one message, streamed or whole. Not thread-safe: one an answer. */
final class MessageReader implements AnswerReader {

    /** A block of the answer that is being written: text, thoughts, or a tool's arguments. */
    private static final class Block {
        private final String type;
        private final int tool;
        private boolean empty = true;

        private Block(String type, int tool) {
            this.type = type;
            this.tool = tool;
        }
    }

    private final JsonMapper json;
    private final String model;
    private final boolean answersByTool;
    private final WholeCharacters characters = new WholeCharacters();
    private final Map<Integer, Block> blocks = new HashMap<>();
    private int tools;
    private long fresh;
    private long read;
    private long written;
    private long completion;
    private FinishReason finish = FinishReason.STOP;
    private boolean done;

    /** @param answersByTool whether arguments of a tool are the answer's text */
    MessageReader(JsonMapper json, String model, boolean answersByTool) {
        this.json = json;
        this.model = model;
        this.answersByTool = answersByTool;
    }

    @Override
    public List<AnswerEvent> read(String data) {
        if (data.isBlank()) {
            return List.of();
        }
        JsonNode event = parse(data);
        List<AnswerEvent> events = new ArrayList<>(2);
        switch (event.path("type").asString("")) {
            case "message_start" -> count(event.path("message").path("usage"));
            case "content_block_start" -> start(event.path("index").asInt(0), event.path("content_block"), events);
            case "content_block_delta" -> delta(event.path("index").asInt(0), event.path("delta"), events);
            case "content_block_stop" -> stop(event.path("index").asInt(0), events);
            case "message_delta" -> {
                count(event.path("usage"));
                finish = finish(event.path("delta").path("stop_reason").asString("end_turn"));
            }
            case "message_stop" -> close(events);
            case "error" -> throw UpstreamErrors.inStream(event.path("error"), model);
            default -> {
                // Pings, and kinds of events that do not exist yet.
            }
        }
        return events;
    }

    /** Fine after the last event, else the answer broke off. */
    @Override
    public Flux<AnswerEvent> end() {
        return done ? Flux.empty() : Flux.error(UpstreamErrors.cutOff(model));
    }

    @Override
    public List<AnswerEvent> whole(byte[] body) {
        JsonNode message = parse(body);
        if (message.path("type").asString("").equals("error")) {
            throw UpstreamErrors.inStream(message.path("error"), model);
        }
        if (!message.path("content").isArray()) {
            throw UpstreamErrors.garbled(model);
        }
        List<AnswerEvent> events = new ArrayList<>();
        int index = 0;
        for (JsonNode content : message.path("content")) {
            start(index, content, events);
            stop(index, events);
            index++;
        }
        count(message.path("usage"));
        finish = finish(message.path("stop_reason").asString("end_turn"));
        close(events);
        return events;
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JacksonException e) {
            throw UpstreamErrors.garbled(model);
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            throw UpstreamErrors.garbled(model);
        }
    }

    /** A streamed block starts empty, a whole one holds everything. */
    private void start(int index, JsonNode content, List<AnswerEvent> events) {
        Block block = new Block(content.path("type").asString(""), tools);
        blocks.put(index, block);
        switch (block.type) {
            case "text" -> text(index, content.path("text").asString(""), events);
            case "thinking" -> thoughts(index, content.path("thinking").asString(""), events);
            case "tool_use" -> {
                if (!answersByTool) {
                    events.add(new AnswerEvent.ToolCall(
                            0,
                            tools++,
                            content.path("id").asString(""),
                            content.path("name").asString("")));
                }
                if (!content.path("input").isEmpty()) {
                    arguments(index, block, json.writeValueAsString(content.path("input")), events);
                }
            }
            default -> {
                // Thoughts they keep to themselves, results of their own tools.
            }
        }
    }

    private void delta(int index, JsonNode delta, List<AnswerEvent> events) {
        switch (delta.path("type").asString("")) {
            case "text_delta" -> text(index, delta.path("text").asString(""), events);
            case "thinking_delta" -> thoughts(index, delta.path("thinking").asString(""), events);
            case "input_json_delta" -> {
                Block block = blocks.get(index);
                if (block != null && block.type.equals("tool_use")) {
                    arguments(index, block, delta.path("partial_json").asString(""), events);
                }
            }
            default -> {
                // Signatures and citations have no place in a chat completion.
            }
        }
    }

    /** A call without arguments says nothing; its reader expects an empty object. */
    private void stop(int index, List<AnswerEvent> events) {
        Block block = blocks.remove(index);
        if (block != null && block.type.equals("tool_use") && block.empty) {
            arguments(index, block, "{}", events);
        }
    }

    private void text(int index, String piece, List<AnswerEvent> events) {
        String text = characters.next("text" + index, piece);
        if (!text.isEmpty() && !answersByTool) {
            events.add(new AnswerEvent.Text(0, text));
        }
    }

    private void thoughts(int index, String piece, List<AnswerEvent> events) {
        String text = characters.next("thinking" + index, piece);
        if (!text.isEmpty()) {
            events.add(new AnswerEvent.Reasoning(0, text));
        }
    }

    private void arguments(int index, Block block, String piece, List<AnswerEvent> events) {
        String text = characters.next("input" + index, piece);
        if (text.isEmpty()) {
            return;
        }
        block.empty = false;
        events.add(answersByTool ? new AnswerEvent.Text(0, text) : new AnswerEvent.ToolArguments(0, block.tool, text));
    }

    private void close(List<AnswerEvent> events) {
        done = true;
        events.add(new AnswerEvent.Finish(0, finish));
        long prompt = fresh + read + written;
        if (prompt + completion > 0) {
            events.add(new AnswerEvent.Usage(new TokenUsage(prompt, read, written, completion, 0)));
        }
    }

    /** Their input tokens leave out what the prompt cache read and wrote; ours include both. Later counts replace earlier. */
    private void count(JsonNode usage) {
        fresh = latest(usage.path("input_tokens"), fresh);
        read = latest(usage.path("cache_read_input_tokens"), read);
        written = latest(usage.path("cache_creation_input_tokens"), written);
        completion = latest(usage.path("output_tokens"), completion);
    }

    private static long latest(JsonNode count, long before) {
        return count.isNumber() ? Math.max(0, count.asLong(0)) : before;
    }

    private FinishReason finish(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "tool_use" -> answersByTool ? FinishReason.STOP : FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> FinishReason.STOP;
        };
    }
}
