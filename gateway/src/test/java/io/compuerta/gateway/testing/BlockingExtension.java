package io.compuerta.gateway.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Installs {@link Blocking} before the first test of the run, whichever it is. A timer thread that had begun to wait before
 * would be taken for a blocked one when it next waits, and end; what it was to do would never be done.
 */
public final class BlockingExtension implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        Blocking.install();
    }
}
