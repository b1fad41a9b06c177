package io.compuerta.engine.worker;

import io.compuerta.engine.EngineException;
import java.time.Duration;

/** An {@link EngineException} as a value. */
sealed interface Failure {

    record Unavailable(String message) implements Failure {}

    record Overloaded(String message, Duration retryAfter) implements Failure {}

    record Unsupported(String parameter, String message) implements Failure {}

    record ContextExceeded(int promptTokens, int contextTokens) implements Failure {}

    /** Of an unforeseen exception only the kind crosses over: its message may quote the user. */
    static Failure of(Throwable cause) {
        return cause instanceof EngineException known
                ? of(known)
                : new Unavailable(
                        "the worker's engine failed: " + cause.getClass().getName());
    }

    private static Failure of(EngineException cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case EngineException.Unavailable e -> new Unavailable(message);
            case EngineException.Overloaded e -> new Overloaded(message, e.retryAfter());
            case EngineException.Unsupported e -> new Unsupported(e.parameter(), message);
            case EngineException.ContextExceeded e -> new ContextExceeded(e.promptTokens(), e.contextTokens());
        };
    }

    default EngineException asException() {
        return switch (this) {
            case Unavailable f -> new EngineException.Unavailable(f.message());
            case Overloaded f -> new EngineException.Overloaded(f.message(), f.retryAfter());
            case Unsupported f -> new EngineException.Unsupported(f.parameter(), f.message());
            case ContextExceeded f -> new EngineException.ContextExceeded(f.promptTokens(), f.contextTokens());
        };
    }
}
