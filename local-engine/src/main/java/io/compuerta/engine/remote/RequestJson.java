package io.compuerta.engine.remote;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a generation request as OpenAI's chat completion, with the servers' common extensions. */
final class RequestJson {

    private final JsonMapper json;
    private final RemoteFlavour flavour;
    private final CacheSalt salt = new CacheSalt();

    RequestJson(JsonMapper json, RemoteFlavour flavour) {
        this.json = json;
        this.flavour = flavour;
    }

    byte[] write(GenerationRequest request, String usualModel) {
        ObjectNode root = json.createObjectNode();
        root.put("model", request.model().isEmpty() ? usualModel : request.model());
        ArrayNode messages = root.putArray("messages");
        request.messages().forEach(message -> message(message, messages.addObject()));
        tools(request.tools(), root);
        format(request.format(), root);
        sampling(request.sampling(), root);
        root.put("max_tokens", request.maxTokens());
        if (!request.stop().isEmpty()) {
            ArrayNode stop = root.putArray("stop");
            request.stop().forEach(stop::add);
        }
        if (request.wantsLogprobs()) {
            root.put("logprobs", true);
            root.put("top_logprobs", request.topLogprobs());
        }
        thinking(request.thinking(), root);
        if (flavour == RemoteFlavour.VLLM && !request.cacheScope().isEmpty()) {
            root.put("cache_salt", salt.of(request.cacheScope()));
        }
        root.put("stream", true);
        root.putObject("stream_options").put("include_usage", true);
        // By way of a string: Java then writes '?' for half a character, which the engine inside makes of it as well
        // and
        // which other servers refuse.
        return json.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
    }

    private void message(ChatMessage message, ObjectNode node) {
        node.put("role", message.role().word());
        node.put("content", message.content());
        if (!message.reasoning().isEmpty()) {
            node.put("reasoning_content", message.reasoning());
            if (flavour == RemoteFlavour.VLLM || flavour == RemoteFlavour.OLLAMA) {
                // Newer ones read only this name (vLLM's issue 38488).
                node.put("reasoning", message.reasoning());
            }
        }
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = node.putArray("tool_calls");
            for (ToolInvocation made : message.toolCalls()) {
                ObjectNode call = calls.addObject();
                call.put("id", made.id());
                call.put("type", "function");
                call.putObject("function").put("name", made.name()).put("arguments", made.arguments());
            }
        }
        if (!message.toolCallId().isEmpty()) {
            node.put("tool_call_id", message.toolCallId());
        }
    }

    private void tools(Tools tools, ObjectNode root) {
        if (!tools.isUsable()) {
            return;
        }
        ArrayNode offered = root.putArray("tools");
        for (ToolSpec tool : tools.offered()) {
            ObjectNode function = offered.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (!tool.description().isEmpty()) {
                function.put("description", tool.description());
            }
            function.set("parameters", json.readTree(tool.parameters()));
            if (tool.strict()) {
                function.put("strict", true);
            }
        }
        switch (tools.choice()) {
            case ToolChoice.Auto auto -> root.put("tool_choice", "auto");
            case ToolChoice.None none -> root.put("tool_choice", "none");
            case ToolChoice.Required required -> root.put("tool_choice", "required");
            case ToolChoice.Named named ->
                root.putObject("tool_choice")
                        .put("type", "function")
                        .putObject("function")
                        .put("name", named.name());
        }
        root.put("parallel_tool_calls", tools.parallel());
    }

    private void format(OutputFormat format, ObjectNode root) {
        switch (format) {
            case OutputFormat.Free free -> {}
            case OutputFormat.JsonObject object ->
                root.putObject("response_format").put("type", "json_object");
            case OutputFormat.JsonSchema schema -> {
                ObjectNode described = root.putObject("response_format")
                        .put("type", "json_schema")
                        .putObject("json_schema");
                described.put("name", "answer").put("strict", true);
                described.set("schema", json.readTree(schema.schema()));
            }
        }
    }

    private static void sampling(Sampling sampling, ObjectNode root) {
        root.put("temperature", sampling.temperature());
        root.put("top_p", sampling.topP());
        if (sampling.topK() > 0) {
            root.put("top_k", sampling.topK());
        }
        if (sampling.minP() > 0) {
            root.put("min_p", sampling.minP());
        }
        if (sampling.frequencyPenalty() != 0) {
            root.put("frequency_penalty", sampling.frequencyPenalty());
        }
        if (sampling.presencePenalty() != 0) {
            root.put("presence_penalty", sampling.presencePenalty());
        }
        if (!sampling.logitBias().isEmpty()) {
            ObjectNode bias = root.putObject("logit_bias");
            sampling.logitBias().forEach((token, value) -> bias.put(String.valueOf(token), value));
        }
        root.put("seed", sampling.seed());
    }

    /** Qwen's templates think unless told not to; Ollama takes the wish by another name. */
    private void thinking(boolean allowed, ObjectNode root) {
        if (flavour != RemoteFlavour.OLLAMA) {
            root.putObject("chat_template_kwargs").put("enable_thinking", allowed);
        } else if (!allowed) {
            root.put("reasoning_effort", "none");
        }
    }
}
