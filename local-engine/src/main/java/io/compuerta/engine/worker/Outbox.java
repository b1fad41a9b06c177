package io.compuerta.engine.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames on their way out, written by a thread of its own: who sends never waits, also not on an event loop. What may
 * lie here is bounded by credits (events) and by {@link #pendingBytes} (requests, which the sender looks at).
 */
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int BUFFER_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final ConcurrentLinkedQueue<byte[]> frames = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final Thread thread;
    private volatile boolean ending;

    Outbox(SocketChannel channel, String threadName) {
        this.channel = channel;
        this.thread = Thread.ofPlatform().name(threadName).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void send(byte[] frame) {
        pending.addAndGet(frame.length);
        frames.add(frame);
        LockSupport.unpark(thread);
    }

    /** Not yet handed to the system. */
    long pendingBytes() {
        return pending.get();
    }

    /** Nothing more will be sent; the thread ends when all is written or the channel is closed. */
    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    /** As {@link #end}, and waits for it. */
    void endWithin(Duration limit) {
        end();
        try {
            thread.join(limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                boolean last = ending;
                for (byte[] frame = frames.poll(); frame != null; frame = frames.poll()) {
                    put(frame);
                    pending.addAndGet(-frame.length);
                }
                flush();
                if (last) {
                    return;
                }
                if (frames.isEmpty() && !ending) {
                    LockSupport.park(this);
                }
            }
        } catch (IOException gone) {
            // The reader's side learns of it too, and says so.
            LOG.debug("writing ends: {}", gone.getMessage());
        }
    }

    private void put(byte[] frame) throws IOException {
        int written = 0;
        while (written < frame.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), frame.length - written);
            buffer.put(frame, written, count);
            written += count;
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
