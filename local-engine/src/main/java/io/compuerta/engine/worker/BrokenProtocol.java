package io.compuerta.engine.worker;

import java.io.IOException;

/** The other side said what it may not say. The message quotes nothing of it. */
final class BrokenProtocol extends IOException {

    BrokenProtocol(String message) {
        super(message);
    }
}
