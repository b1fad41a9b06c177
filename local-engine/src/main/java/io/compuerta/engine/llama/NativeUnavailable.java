package io.compuerta.engine.llama;

/** The native library cannot be used here. The message is one line for people and says what to do. */
public final class NativeUnavailable extends RuntimeException {
    NativeUnavailable(String message) {
        super(message);
    }

    NativeUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
