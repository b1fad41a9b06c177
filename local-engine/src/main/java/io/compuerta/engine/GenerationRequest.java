package io.compuerta.engine;

import java.util.List;
import java.util.Objects;

/**
 * One chat to continue. Made with {@link #of} and the {@code with} methods.
 *
 * @param model       which of the engine's models, {@code name} or {@code name:adapter}; empty is the engine's own
 * @param messages    oldest first, at least one
 * @param tools       that may be called
 * @param format      what the answer's text must be
 * @param sampling    how the next token is chosen
 * @param maxTokens   upper bound of generated tokens, at least 1
 * @param stop        strings that end the answer and are not part of it; may be empty
 * @param thinking    whether the model may think aloud before it answers (Qwen3); off by default in the product
 * @param topLogprobs alternatives to tell with each token's log-probability, 0 to 20; -1 tells no log-probabilities
 * @param priority    who goes first
 * @param cacheScope  whose prompts this one's beginning may be found among, such as a tenant; empty is everybody's
 */
public record GenerationRequest(
        String model,
        List<ChatMessage> messages,
        Tools tools,
        OutputFormat format,
        Sampling sampling,
        int maxTokens,
        List<String> stop,
        boolean thinking,
        int topLogprobs,
        Priority priority,
        String cacheScope) {

    /** For {@code topLogprobs}. */
    public static final int NO_LOGPROBS = -1;

    private static final int MOST_LOGPROBS = 20;

    public GenerationRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(tools, "tools");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(priority, "priority");
        Objects.requireNonNull(cacheScope, "cacheScope");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("a chat needs at least one message");
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, not " + maxTokens);
        }
        if (topLogprobs < NO_LOGPROBS || topLogprobs > MOST_LOGPROBS) {
            throw new IllegalArgumentException("topLogprobs is " + topLogprobs + "; -1 to 20 is allowed");
        }
    }

    /** Free text, without tools, thoughts or log-probabilities. */
    public static GenerationRequest of(List<ChatMessage> messages, Sampling sampling, int maxTokens) {
        return new GenerationRequest(
                "",
                messages,
                Tools.NONE,
                new OutputFormat.Free(),
                sampling,
                maxTokens,
                List.of(),
                false,
                NO_LOGPROBS,
                Priority.INTERACTIVE,
                "");
    }

    public GenerationRequest withModel(String other) {
        return new GenerationRequest(
                other, messages, tools, format, sampling, maxTokens, stop, thinking, topLogprobs, priority, cacheScope);
    }

    public GenerationRequest withTools(Tools other) {
        return new GenerationRequest(
                model, messages, other, format, sampling, maxTokens, stop, thinking, topLogprobs, priority, cacheScope);
    }

    public GenerationRequest withFormat(OutputFormat other) {
        return new GenerationRequest(
                model, messages, tools, other, sampling, maxTokens, stop, thinking, topLogprobs, priority, cacheScope);
    }

    public GenerationRequest withStop(List<String> other) {
        return new GenerationRequest(
                model,
                messages,
                tools,
                format,
                sampling,
                maxTokens,
                other,
                thinking,
                topLogprobs,
                priority,
                cacheScope);
    }

    public GenerationRequest withThinking(boolean allowed) {
        return new GenerationRequest(
                model, messages, tools, format, sampling, maxTokens, stop, allowed, topLogprobs, priority, cacheScope);
    }

    public GenerationRequest withTopLogprobs(int count) {
        return new GenerationRequest(
                model, messages, tools, format, sampling, maxTokens, stop, thinking, count, priority, cacheScope);
    }

    public GenerationRequest withPriority(Priority other) {
        return new GenerationRequest(
                model, messages, tools, format, sampling, maxTokens, stop, thinking, topLogprobs, other, cacheScope);
    }

    public GenerationRequest withCacheScope(String other) {
        return new GenerationRequest(
                model, messages, tools, format, sampling, maxTokens, stop, thinking, topLogprobs, priority, other);
    }

    public boolean wantsLogprobs() {
        return topLogprobs != NO_LOGPROBS;
    }
}
