package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Closes a body from which nothing came for a while: the JDK's HTTP client waits for the next byte for ever. Made and
 * told of progress by the reading thread.
 */
final class StallGuard implements AutoCloseable {

    private final InputStream body;
    private final long patienceNanos;
    private final Thread watcher;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean stalled;
    private volatile boolean done;

    StallGuard(InputStream body, Duration patience) {
        this.body = body;
        this.patienceNanos = patience.toNanos();
        this.watcher = Thread.ofVirtual().name("download-stall-guard").start(this::watch);
    }

    /** Something came. */
    void progress() {
        lastNanos = System.nanoTime();
    }

    /** @throws IOException if the body was closed for want of bytes */
    void requireFlow() throws IOException {
        if (stalled) {
            throw new IOException(
                    "nothing came for " + Duration.ofNanos(patienceNanos).toSeconds() + " seconds");
        }
    }

    private void watch() {
        while (!done) {
            long left = patienceNanos - (System.nanoTime() - lastNanos);
            if (left <= 0) {
                stalled = true;
                closeBody();
                return;
            }
            LockSupport.parkNanos(left);
        }
    }

    private void closeBody() {
        try {
            body.close();
        } catch (IOException alreadyBroken) {
            done = true;
        }
    }

    @Override
    public void close() {
        done = true;
        LockSupport.unpark(watcher);
    }
}
