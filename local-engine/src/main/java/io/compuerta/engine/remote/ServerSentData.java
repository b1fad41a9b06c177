package io.compuerta.engine.remote;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a stream of server-sent events into the texts behind {@code data:}, however the bytes are cut. Used by one reader
 * at a time.
 */
final class ServerSentData {

    /** Far above what one chunk of an answer takes; a server that sends more without an end is not speaking this. */
    private static final int LONGEST_LINE = 4 << 20;

    private static final byte[] DATA = "data:".getBytes(StandardCharsets.UTF_8);

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** @throws IllegalStateException when a line has no end */
    List<String> add(List<ByteBuffer> buffers) {
        List<String> found = new ArrayList<>();
        for (ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next != '\n') {
                    line.write(next);
                    if (line.size() > LONGEST_LINE) {
                        throw new IllegalStateException("a line of more than " + LONGEST_LINE + " bytes");
                    }
                } else {
                    end(found);
                }
            }
        }
        return found;
    }

    /** What stands after the last line end. */
    List<String> rest() {
        List<String> found = new ArrayList<>();
        end(found);
        return found;
    }

    private void end(List<String> found) {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (bytes.length < DATA.length || !startsWithData(bytes)) {
            return;
        }
        String text = new String(bytes, DATA.length, bytes.length - DATA.length, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) {
            found.add(text);
        }
    }

    private static boolean startsWithData(byte[] bytes) {
        for (int i = 0; i < DATA.length; i++) {
            if (bytes[i] != DATA[i]) {
                return false;
            }
        }
        return true;
    }
}
