package io.compuerta.engine.remote;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which program the servers run: where it tells its health and its load, and under which names. The names were taken from
 * the programs' own documentation and sources in November 2026.
 */
public enum RemoteFlavour {
    VLLM(
            "/health",
            new Meters(
                    "/metrics",
                    "vllm:num_requests_waiting",
                    "vllm:num_requests_running",
                    "vllm:prompt_tokens_total",
                    "vllm:prefix_cache_hits_total",
                    "vllm:generation_tokens_total")),
    SGLANG(
            "/health",
            new Meters(
                    "/metrics",
                    "sglang:num_queue_reqs",
                    "sglang:num_running_reqs",
                    "sglang:prompt_tokens_total",
                    "sglang:cached_tokens_total",
                    "sglang:generation_tokens_total")),
    TENSORRT_LLM(
            "/health",
            new Meters(
                    "/prometheus/metrics",
                    "trtllm_num_requests_waiting",
                    "trtllm_num_requests_running",
                    "trtllm_prompt_tokens_total",
                    "",
                    "trtllm_generation_tokens_total")),
    LLAMA_SERVER(
            "/health",
            new Meters(
                    "/metrics",
                    "llamacpp:requests_deferred",
                    "llamacpp:requests_processing",
                    "llamacpp:prompt_tokens_total",
                    "",
                    "llamacpp:tokens_predicted_total")),
    /** Tells no load. */
    OLLAMA("/api/version", null),
    /** Anything else with {@code /chat/completions} and {@code /models}, another Compuerta for example. */
    OTHER("", null);

    private final String healthPath;
    private final Optional<Meters> meters;

    RemoteFlavour(String healthPath, @Nullable Meters meters) {
        this.healthPath = healthPath;
        this.meters = Optional.ofNullable(meters);
    }

    /**
     * Where the load is told, in Prometheus' text format. A name is empty where the program has no such meter.
     *
     * @param path         from the server's root
     * @param cachedTokens of the prompts, found in the prefix cache
     */
    record Meters(
            String path,
            String waiting,
            String running,
            String promptTokens,
            String cachedTokens,
            String completionTokens) {}

    /** From the server's root; answers 200 when requests are welcome. Empty where the list of models has to do. */
    String healthPath() {
        return healthPath;
    }

    Optional<Meters> meters() {
        return meters;
    }
}
