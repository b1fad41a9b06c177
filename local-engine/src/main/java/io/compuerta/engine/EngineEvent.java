package io.compuerta.engine;

/** What an engine says while it answers. */
public sealed interface EngineEvent {

    /** A piece of the answer, never empty, never half a character. */
    record Text(String text) implements EngineEvent {

        /** Gives the length only: the text belongs to the user. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /**
     * The end of the answer.
     *
     * @param promptTokens     tokens of the rendered prompt
     * @param completionTokens tokens generated, the end marker not counted
     */
    record Finished(FinishReason reason, int promptTokens, int completionTokens) implements EngineEvent {}

    /** Why generation ended. */
    enum FinishReason {
        /** The model ended its turn, or a stop string was met. */
        STOP,
        /** The token limit or the context's end was reached. */
        LENGTH
    }
}
