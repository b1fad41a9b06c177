package io.compuerta.gateway.cli.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines of bytes, holding one line at a time. Not thread-safe. */
final class Lines {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int filled;
    private long number;
    private long bytes;

    /** @param longest bytes of a line that is kept; a longer one is read past */
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * One line.
     *
     * @param number 1 for the first
     * @param bytes  without its end; empty when {@code tooLong}
     */
    record Line(long number, byte[] bytes, boolean tooLong) {

        boolean isBlank() {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return !tooLong;
        }
    }

    /** Bytes read so far, for progress. */
    long position() {
        return bytes;
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        if (at == filled && !fill()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && (at < filled || fill())) {
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            tooLong |= line.size() + (end - at) > longest;
            if (tooLong) {
                line.reset();
            } else {
                line.write(buffer, at, end - at);
            }
            ended = end < filled;
            at = ended ? end + 1 : end;
        }
        number++;
        return new Line(number, number == 1 ? withoutMark(line.toByteArray()) : line.toByteArray(), tooLong);
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer);
        at = 0;
        filled = Math.max(read, 0);
        bytes += filled;
        return read > 0;
    }

    private static byte[] withoutMark(byte[] line) {
        int mark = BYTE_ORDER_MARK.length;
        boolean marked = line.length >= mark && java.util.Arrays.equals(line, 0, mark, BYTE_ORDER_MARK, 0, mark);
        return marked ? java.util.Arrays.copyOfRange(line, mark, line.length) : line;
    }
}
