package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of one answer; id and creation time are the same in all its chunks. */
final class ChatJson {

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

    private final JsonMapper json;
    private final String id;
    private final long created;

    ChatJson(JsonMapper json, String requestId, Instant created) {
        this.json = json;
        this.id = "chatcmpl-" + requestId;
        this.created = created.getEpochSecond();
    }

    byte[] completion(Origin origin, CompleteAnswer answer) {
        ObjectNode root = head("chat.completion", origin);
        ArrayNode choices = root.putArray("choices");
        for (CompleteAnswer.Choice choice : answer.choices()) {
            ObjectNode node = choices.addObject();
            node.put("index", choice.index());
            message(choice, node.putObject("message"));
            choice.logprobs().ifPresentOrElse(l -> node.set("logprobs", l), () -> node.putNull("logprobs"));
            node.put("finish_reason", choice.finish().word());
        }
        answer.usage().ifPresent(tokens -> UsageJson.write(tokens, root.putObject("usage")));
        return json.writeValueAsBytes(root);
    }

    private static void message(CompleteAnswer.Choice choice, ObjectNode message) {
        message.put("role", "assistant");
        boolean onlyTools = choice.text().isEmpty() && !choice.toolCalls().isEmpty();
        boolean refused = choice.text().isEmpty() && !choice.refusal().isEmpty();
        if (onlyTools || refused) {
            message.putNull("content");
        } else {
            message.put("content", choice.text());
        }
        if (choice.refusal().isEmpty()) {
            message.putNull("refusal");
        } else {
            message.put("refusal", choice.refusal());
        }
        if (!choice.reasoning().isEmpty()) {
            message.put("reasoning_content", choice.reasoning());
        }
        if (!choice.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (CompleteAnswer.ToolCall call : choice.toolCalls()) {
                ObjectNode node = calls.addObject();
                node.put("id", call.id());
                node.put("type", "function");
                node.putObject("function").put("name", call.name()).put("arguments", call.arguments());
            }
        }
    }

    /** The first chunk, which tells the role and no text. */
    byte[] roleChunk(Origin origin, boolean includeUsage) {
        ObjectNode root = head("chat.completion.chunk", origin);
        delta(root, 0).put("role", "assistant").put("content", "");
        return frame(root, includeUsage);
    }

    byte[] deltaChunk(Origin origin, AnswerEvent event, boolean includeUsage) {
        ObjectNode root = head("chat.completion.chunk", origin);
        switch (event) {
            case AnswerEvent.Text t -> {
                delta(root, t.choice()).put("content", t.text());
                t.logprobs().ifPresent(l -> ((ObjectNode) root.path("choices").path(0)).set("logprobs", l));
            }
            case AnswerEvent.Reasoning r -> delta(root, r.choice()).put("reasoning_content", r.text());
            case AnswerEvent.Refusal r -> delta(root, r.choice()).put("refusal", r.text());
            case AnswerEvent.ToolCall c -> {
                // Id, type and name once an index: LangChain4j joins repeated ids.
                ObjectNode call = toolCall(root, c.choice(), c.index());
                call.put("id", c.id());
                call.put("type", "function");
                call.putObject("function").put("name", c.name()).put("arguments", "");
            }
            case AnswerEvent.ToolArguments a ->
                toolCall(root, a.choice(), a.index()).putObject("function").put("arguments", a.fragment());
            case AnswerEvent.Finish f -> {
                delta(root, f.choice());
                ((ObjectNode) root.path("choices").path(0))
                        .put("finish_reason", f.reason().word());
            }
            case AnswerEvent.Begin b -> throw new IllegalArgumentException("Begin has a chunk of its own");
            case AnswerEvent.Discarded d -> throw new IllegalArgumentException("Discarded is not the caller's to see");
            case AnswerEvent.Guarded g -> throw new IllegalArgumentException("Guarded has no chunk");
            case AnswerEvent.Usage u -> throw new IllegalArgumentException("Usage is told by Billed");
            case AnswerEvent.Billed b -> throw new IllegalArgumentException("Billed has a chunk of its own");
        }
        return frame(root, includeUsage);
    }

    /** The chunk with no choices that closes a stream for callers who asked for usage; the cost rides along. */
    byte[] usageChunk(Origin origin, AnswerEvent.Billed billed) {
        ObjectNode root = head("chat.completion.chunk", origin);
        root.putArray("choices");
        UsageJson.write(billed.tokens(), root.putObject("usage"));
        root.putObject("compuerta").put("cost_usd", UsageJson.costText(billed.cost()));
        return frame(root);
    }

    private ObjectNode head(String object, Origin origin) {
        ObjectNode root = json.createObjectNode();
        root.put("id", id);
        root.put("object", object);
        root.put("created", created);
        root.put("model", origin.model().toString());
        root.putNull("system_fingerprint");
        return root;
    }

    private static ObjectNode delta(ObjectNode root, int choice) {
        ObjectNode node = root.putArray("choices").addObject();
        node.put("index", choice);
        ObjectNode delta = node.putObject("delta");
        node.putNull("logprobs");
        node.putNull("finish_reason");
        return delta;
    }

    private static ObjectNode toolCall(ObjectNode root, int choice, int index) {
        return delta(root, choice).putArray("tool_calls").addObject().put("index", index);
    }

    private byte[] frame(ObjectNode root, boolean includeUsage) {
        if (includeUsage) {
            root.putNull("usage");
        }
        return frame(root);
    }

    private byte[] frame(ObjectNode root) {
        byte[] body = json.writeValueAsBytes(root);
        byte[] frame = new byte[DATA.length + body.length + 2];
        System.arraycopy(DATA, 0, frame, 0, DATA.length);
        System.arraycopy(body, 0, frame, DATA.length, body.length);
        frame[frame.length - 2] = '\n';
        frame[frame.length - 1] = '\n';
        return frame;
    }
}
