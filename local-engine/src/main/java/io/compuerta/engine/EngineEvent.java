package io.compuerta.engine;

import java.time.Duration;
import java.util.List;

/** What an engine says while it answers. */
public sealed interface EngineEvent {

    /**
     * A piece of the answer, never half a character.
     *
     * @param text     empty only where a token with log-probabilities added no whole character
     * @param logprobs of the tokens behind this piece; empty when not asked for
     */
    record Text(String text, List<TokenLogprob> logprobs) implements EngineEvent {

        public Text {
            logprobs = List.copyOf(logprobs);
        }

        public Text(String text) {
            this(text, List.of());
        }

        /** Gives the length only: the text belongs to the user. */
        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /** A piece of the model's thoughts, which precede its answer. Never empty, never half a character. */
    record Reasoning(String text) implements EngineEvent {
        @Override
        public String toString() {
            return "Reasoning[" + text.length() + " chars]";
        }
    }

    /**
     * A call of a tool begins; its arguments follow as {@link ToolArguments} of the same index.
     *
     * @param index counts the calls of this answer from 0
     * @param id    of the call, made by the engine
     * @param name  of an offered tool
     */
    record ToolCall(int index, String id, String name) implements EngineEvent {}

    /** A piece of a call's arguments; all pieces together are a JSON object's text. */
    record ToolArguments(int index, String fragment) implements EngineEvent {
        @Override
        public String toString() {
            return "ToolArguments[" + index + ", " + fragment.length() + " chars]";
        }
    }

    /** The end of the answer. */
    record Finished(FinishReason reason, Usage usage, Timing timing) implements EngineEvent {

        /** Without a prefix cache, reasoning or timing to speak of. */
        public Finished(FinishReason reason, int promptTokens, int completionTokens) {
            this(reason, new Usage(promptTokens, 0, completionTokens, 0), Timing.NONE);
        }
    }

    /**
     * The tokens an answer took.
     *
     * @param promptTokens     of the rendered prompt
     * @param cachedTokens     of these, found in the prefix cache
     * @param completionTokens generated, thoughts included, the end marker not counted
     * @param reasoningTokens  of these, thoughts
     */
    record Usage(int promptTokens, int cachedTokens, int completionTokens, int reasoningTokens) {}

    /**
     * Where the time went.
     *
     * @param queued  from arrival to a slot
     * @param prefill from the slot to the first token
     * @param decode  from the first token to the last
     */
    record Timing(Duration queued, Duration prefill, Duration decode) {
        public static final Timing NONE = new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** Why generation ended. */
    enum FinishReason {
        /** The model ended its turn, or a stop string was met. */
        STOP,
        /** The token limit or the context's end was reached. */
        LENGTH,
        /** The model called tools. */
        TOOL_CALLS
    }
}
