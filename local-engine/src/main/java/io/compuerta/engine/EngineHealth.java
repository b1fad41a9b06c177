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

    /**
     * Not yet: its model is being found, fetched or loaded.
     *
     * @param reason     how far that is, in one line for people
     * @param comingBack true when it could answer a moment ago and is being started again: worth waiting for
     */
    record Preparing(String reason, boolean comingBack) implements EngineHealth {

        /** For the first time. */
        public Preparing(String reason) {
            this(reason, false);
        }
    }

    /** It cannot; the reason says what to do, in one line for people. */
    record Unavailable(String reason) implements EngineHealth {}
}
