package io.compuerta.engine.metrics;

/** An engine's meters; all have the label {@code model}, one of those that the engine has. Dashboards are tested against a live scrape of these. */
enum EngineMetric {
    /** Requests that ended, by {@code outcome}. */
    REQUESTS("engine.requests"),
    /** From the request to a slot. */
    QUEUE_WAIT("engine.queue.wait"),
    /** From the request to the first event of the answer. */
    FIRST_TOKEN("engine.time_to_first_token"),
    /** Between two tokens of an answer, its mean. */
    OUTPUT_TOKEN("engine.time_per_output_token"),
    /** Requests that can be answered at the same time. */
    SLOTS("engine.slots"),
    /** Of these, in use. */
    BUSY_SLOTS("engine.slots.busy"),
    /** Requests without a slot. */
    QUEUED("engine.queue.depth"),
    /** Answers whose readers stopped reading. */
    PARKED("engine.parked"),
    /** Tokens of prompts, by {@code source}: read by the model, or found in the prefix cache. */
    PROMPT_TOKENS("engine.prompt.tokens"),
    /** Tokens generated. */
    COMPLETION_TOKENS("engine.completion.tokens"),
    /** Offered tools whose schema asked for more than calls of them were held to. */
    UNENFORCED_TOOLS("engine.tools.unenforced"),
    /** Time of the model's runs that read prompts. */
    PREFILL_TIME("engine.prefill.time"),
    /** Time of the model's runs that only continued answers. */
    DECODE_TIME("engine.decode.time"),
    /** Tokens in the attention caches. */
    KV_USED("engine.kv.used.tokens"),
    /** Tokens that they hold at most. */
    KV_SIZE("engine.kv.size.tokens"),
    /** Time that loading the model took. */
    LOAD_TIME("engine.model.load.time"),
    /** Size of the weights. */
    MODEL_SIZE("engine.model.size"),
    /** Resident memory of this process; an engine in another process has its own. */
    RESIDENT("engine.process.resident");

    private final String meter;

    EngineMetric(String meter) {
        this.meter = meter;
    }

    String meter() {
        return meter;
    }
}
