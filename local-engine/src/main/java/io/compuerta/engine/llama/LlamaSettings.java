package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one model is run.
 *
 * @param name          the model's short name, for people
 * @param standIn       whether it only stands in for the model that is wanted
 * @param contextTokens prompt and answer of one request together, at least 256; never more than the model was trained for
 * @param slots         requests that are answered at the same time, 1 to 64; each has its own attention cache
 * @param threads       of the computation, at least 1
 * @param queueCapacity requests that may wait for a slot, at least 0
 * @param prefillTokens prompt tokens in one run of the model, at least 1: the longest that others, or a cancellation,
 *     wait for
 * @param exactAttention 32-bit attention cache without the fused kernel: twice the memory and slower, but sums round at
 *     the seventh digit instead of the third. For comparisons
 * @param prefixCache   whether a prompt's beginning that a slot still holds is not read again
 * @param firstTokenLimit refuses requests whose first token would come later than that; null sets no limit
 * @param adapters      LoRA adapters by name (letters, digits, {@code . _ -}), each a GGUF file for this very model; a
 *     request for the model {@code name:adapter} is answered with one of them
 */
public record LlamaSettings(
        String name,
        boolean standIn,
        int contextTokens,
        int slots,
        int threads,
        int queueCapacity,
        int prefillTokens,
        boolean exactAttention,
        boolean prefixCache,
        @Nullable Duration firstTokenLimit,
        Map<String, Path> adapters) {

    /** llama.cpp rounds smaller contexts up to this, and a template's own words would fill them. */
    public static final int LEAST_CONTEXT_TOKENS = 256;

    public LlamaSettings {
        adapters = Map.copyOf(adapters);
        for (String adapter : adapters.keySet()) {
            if (!adapter.matches("[A-Za-z0-9._-]{1,100}")) {
                throw new IllegalArgumentException("an adapter is named '" + adapter
                        + "'; 1 to 100 letters, digits, dots, underscores and hyphens are allowed");
            }
        }
        require("contextTokens", contextTokens, LEAST_CONTEXT_TOKENS, 1 << 20);
        require("slots", slots, 1, 64);
        require("threads", threads, 1, 512);
        require("queueCapacity", queueCapacity, 0, 100_000);
        require("prefillTokens", prefillTokens, 1, 2048);
    }

    /** With the usual half-precision attention cache, a prefix cache, no limit to the first token and no adapters. */
    public LlamaSettings(
            String name,
            boolean standIn,
            int contextTokens,
            int slots,
            int threads,
            int queueCapacity,
            int prefillTokens) {
        this(name, standIn, contextTokens, slots, threads, queueCapacity, prefillTokens, false, true, null, Map.of());
    }

    /** The same, with or without exact attention. */
    public LlamaSettings withExactAttention(boolean exact) {
        return new LlamaSettings(
                name,
                standIn,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefillTokens,
                exact,
                prefixCache,
                firstTokenLimit,
                adapters);
    }

    /** The same, with or without a prefix cache. */
    public LlamaSettings withPrefixCache(boolean on) {
        return new LlamaSettings(
                name,
                standIn,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefillTokens,
                exactAttention,
                on,
                firstTokenLimit,
                adapters);
    }

    /** The same, with another limit or, if null, none. */
    public LlamaSettings withFirstTokenLimit(@Nullable Duration limit) {
        return new LlamaSettings(
                name,
                standIn,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefillTokens,
                exactAttention,
                prefixCache,
                limit,
                adapters);
    }

    /** The same, with these adapters and no others. */
    public LlamaSettings withAdapters(Map<String, Path> others) {
        return new LlamaSettings(
                name,
                standIn,
                contextTokens,
                slots,
                threads,
                queueCapacity,
                prefillTokens,
                exactAttention,
                prefixCache,
                firstTokenLimit,
                others);
    }

    /**
     * The adapter that a request asks for by its model's name.
     *
     * @return its name; empty for the model as it is
     * @throws EngineException.Unsupported if there is no such adapter
     */
    String adapterFor(String model) {
        int colon = model.startsWith(name + ":") ? name.length() : model.indexOf(':');
        if (colon < 0 || model.equals(name)) {
            return "";
        }
        String adapter = model.substring(colon + 1);
        if (!adapters.containsKey(adapter)) {
            String known = adapters.isEmpty()
                    ? "this model has none"
                    : "known are " + String.join(", ", new TreeSet<>(adapters.keySet()));
            throw new EngineException.Unsupported(
                    "model", "there is no adapter '" + shown(adapter) + "' of " + name + "; " + known);
        }
        return adapter;
    }

    private static String shown(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() <= 100 ? clean : clean.substring(0, 100) + "...";
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
