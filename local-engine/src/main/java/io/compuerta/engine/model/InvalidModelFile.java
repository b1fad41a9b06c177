package io.compuerta.engine.model;

import java.io.IOException;

/** A file that is not a GGUF model this engine can load. The message is one line that says what is wrong with it. */
public final class InvalidModelFile extends IOException {
    InvalidModelFile(String message) {
        super(message);
    }
}
