package io.compuerta.engine;

import java.time.Duration;

/** Why an engine did not answer. Messages never hold the user's text. */
public abstract sealed class EngineException extends RuntimeException {

    private EngineException(String message) {
        super(message);
    }

    /** There is no model, or the native library failed; another try here will not help soon. */
    public static final class Unavailable extends EngineException {
        public Unavailable(String message) {
            super(message);
        }
    }

    /** The queue is full; try again after the hint. */
    public static final class Overloaded extends EngineException {
        private final Duration retryAfter;

        public Overloaded(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The engine cannot do what is asked, now or later; the message says what and what is allowed. */
    public static final class Unsupported extends EngineException {
        private final String parameter;

        /** @param parameter of the request, in OpenAI's name, such as {@code response_format} */
        public Unsupported(String parameter, String message) {
            super(message);
            this.parameter = parameter;
        }

        public String parameter() {
            return parameter;
        }
    }

    /** The prompt does not fit the context. */
    public static final class ContextExceeded extends EngineException {
        private final int promptTokens;
        private final int contextTokens;

        public ContextExceeded(int promptTokens, int contextTokens) {
            super("the prompt takes " + promptTokens + " tokens; the model's context holds " + contextTokens);
            this.promptTokens = promptTokens;
            this.contextTokens = contextTokens;
        }

        public int promptTokens() {
            return promptTokens;
        }

        public int contextTokens() {
            return contextTokens;
        }
    }
}
