package io.compuerta.engine.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the data of server-sent events from bytes, however those are cut, by the WHATWG's rules: lines end with a line feed,
 * a carriage return or both, the {@code data} lines of an event are joined by line feeds, an empty line ends the event. An
 * event that the stream's end cuts off counts too: some servers leave the last empty line out. Other fields and comments
 * are passed over. Holds no buffer of anybody's. One reader at a time.
 */
public final class ServerSentData {

    /** Far above what one event of an answer takes; a server that sends more without an end is not speaking this. */
    private static final int LONGEST_EVENT = 16 << 20;

    private static final byte[] FIELD = "data".getBytes(StandardCharsets.UTF_8);

    private byte[] line = new byte[512];
    private int length;
    private boolean afterReturn;
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;

    /**
     * @param bytes read to their end
     * @return the data of the events that end in them; often none
     * @throws IllegalStateException when an event has no end
     */
    public List<String> add(ByteBuffer bytes) {
        List<String> found = new ArrayList<>(2);
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\r' || next == '\n') {
                if (next == '\r' || !afterReturn) {
                    endLine(found);
                }
                afterReturn = next == '\r';
            } else {
                afterReturn = false;
                keep(next);
            }
        }
        return found;
    }

    /** What the stream's end leaves: the data of an event without its empty line, or none. */
    public List<String> rest() {
        List<String> found = new ArrayList<>(1);
        endLine(found);
        endEvent(found);
        return found;
    }

    private void keep(byte next) {
        if (length == line.length) {
            requireRoom();
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
    }

    private void requireRoom() {
        if (data.length() + length >= LONGEST_EVENT) {
            throw new IllegalStateException("an event of more than " + LONGEST_EVENT + " bytes");
        }
    }

    private void endLine(List<String> found) {
        if (length == 0) {
            endEvent(found);
            return;
        }
        if (isData()) {
            int from = length > FIELD.length + 1 && line[FIELD.length + 1] == ' ' ? FIELD.length + 2 : FIELD.length + 1;
            requireRoom();
            if (hasData) {
                data.append('\n');
            }
            if (length > from) {
                data.append(new String(line, from, length - from, StandardCharsets.UTF_8));
            }
            hasData = true;
        }
        length = 0;
    }

    private boolean isData() {
        return length >= FIELD.length
                && Arrays.equals(line, 0, FIELD.length, FIELD, 0, FIELD.length)
                && (length == FIELD.length || line[FIELD.length] == ':');
    }

    private void endEvent(List<String> found) {
        if (hasData) {
            found.add(data.toString());
            data.setLength(0);
            hasData = false;
        }
    }
}
