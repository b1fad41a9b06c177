package io.compuerta.engine.llama;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one model is run.
 *
 * @param name          the model's short name, for people
 * @param standIn       whether it only stands in for the model that is wanted
 * @param contextTokens prompt and answer of one request together, at least 16; never more than the model was trained for
 * @param slots         requests that are answered at the same time, 1 to 64; each has its own attention cache
 * @param threads       of the computation, at least 1
 * @param queueCapacity requests that may wait for a slot, at least 0
 * @param prefillTokens prompt tokens in one run of the model, at least 1: the longest that others, or a cancellation,
 *     wait for
 * @param exactAttention 32-bit attention cache without the fused kernel: twice the memory and slower, but sums round at
 *     the seventh digit instead of the third. For comparisons
 * @param prefixCache   whether a prompt's beginning that a slot still holds is not read again
 * @param firstTokenLimit refuses requests whose first token would come later than that; null sets no limit
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
        @Nullable Duration firstTokenLimit) {

    public LlamaSettings {
        require("contextTokens", contextTokens, 16, 1 << 20);
        require("slots", slots, 1, 64);
        require("threads", threads, 1, 512);
        require("queueCapacity", queueCapacity, 0, 100_000);
        require("prefillTokens", prefillTokens, 1, 2048);
    }

    /** With the usual half-precision attention cache. */
    public LlamaSettings(
            String name,
            boolean standIn,
            int contextTokens,
            int slots,
            int threads,
            int queueCapacity,
            int prefillTokens) {
        this(name, standIn, contextTokens, slots, threads, queueCapacity, prefillTokens, false);
    }

    /** With a prefix cache, chunks of one size and no limit to the first token. */
    LlamaSettings(
            String name,
            boolean standIn,
            int contextTokens,
            int slots,
            int threads,
            int queueCapacity,
            int prefillTokens,
            boolean exactAttention) {
        this(name, standIn, contextTokens, slots, threads, queueCapacity, prefillTokens, exactAttention, true, null);
    }

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
                firstTokenLimit);
    }

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
                limit);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; " + least + " to " + most + " is allowed");
        }
    }
}
