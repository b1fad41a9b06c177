package io.compuerta.engine.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** Takes frames off a blocking channel. For one thread. */
final class FrameReader {

    private static final int BUFFER_BYTES = 64 << 10;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

    FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** @return the payload, or null when the other side is done */
    byte @Nullable [] next() throws IOException {
        byte[] header = new byte[Wire.HEADER_BYTES];
        int begun = read(header);
        if (begun == 0) {
            return null;
        }
        int length = ByteBuffer.wrap(header).getInt();
        if (begun < header.length || length < 0 || length > Wire.MOST_BYTES) {
            throw new BrokenProtocol("a frame of " + length + " bytes; " + Wire.MOST_BYTES + " are allowed");
        }
        byte[] payload = new byte[length];
        if (read(payload) < length) {
            throw new EOFException("the connection ended within a frame");
        }
        return payload;
    }

    /** @return how many came before the end, all unless it ended */
    private int read(byte[] target) throws IOException {
        int filled = 0;
        while (filled < target.length) {
            if (!buffer.hasRemaining() && !refill()) {
                break;
            }
            int count = Math.min(buffer.remaining(), target.length - filled);
            buffer.get(target, filled, count);
            filled += count;
        }
        return filled;
    }

    private boolean refill() throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        return count > 0;
    }
}
