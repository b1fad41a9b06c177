package io.compuerta.engine.model;

import java.io.IOException;

/** A transfer that will not succeed by trying again at once. The message is one line for people. */
final class PullFailed extends IOException {
    PullFailed(String message) {
        super(message);
    }

    PullFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
