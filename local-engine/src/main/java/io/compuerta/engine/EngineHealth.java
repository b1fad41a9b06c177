package io.compuerta.engine;

/** Whether an engine can answer. */
public sealed interface EngineHealth {

    /**
     * It can.
     *
     * @param model         the model's short name, such as {@code Qwen3-0.6B-Q8_0}
     * @param contextTokens tokens that prompt and answer may take together
     * @param standIn       true when this is the starter model, which is not Qwen
     */
    record Ready(String model, int contextTokens, boolean standIn) implements EngineHealth {}

    /** Not yet: its model is being found, fetched or loaded; the reason says how far that is, in one line for people. */
    record Preparing(String reason) implements EngineHealth {}

    /** It cannot; the reason says what to do, in one line for people. */
    record Unavailable(String reason) implements EngineHealth {}
}
