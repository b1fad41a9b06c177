package io.compuerta.engine.worker;

import java.nio.ByteBuffer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Messages as frames: four bytes of length, then JSON. */
final class Wire {

    /** Changes with the messages: a jar that was replaced under a running gateway starts workers of another kind. */
    static final int VERSION = 1;

    /** Of a frame. No context of a model holds so long a text. */
    static final int MOST_BYTES = 32 << 20;

    static final int HEADER_BYTES = Integer.BYTES;

    private static final JsonMapper JSON = WireJson.mapper(MOST_BYTES);
    private static final ObjectWriter TO_WORKER = JSON.writerFor(ToWorker.class);
    private static final ObjectWriter TO_GATEWAY = JSON.writerFor(ToGateway.class);
    private static final ObjectReader AT_WORKER = JSON.readerFor(ToWorker.class);
    private static final ObjectReader AT_GATEWAY = JSON.readerFor(ToGateway.class);

    private Wire() {}

    static byte[] frame(ToWorker message) {
        return frame(TO_WORKER.writeValueAsBytes(message));
    }

    static byte[] frame(ToGateway message) {
        return frame(TO_GATEWAY.writeValueAsBytes(message));
    }

    private static byte[] frame(byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /** @param payload of a frame, without its length */
    static ToWorker readAtWorker(byte[] payload) throws BrokenProtocol {
        return read(AT_WORKER, payload);
    }

    /** @param payload of a frame, without its length */
    static ToGateway readAtGateway(byte[] payload) throws BrokenProtocol {
        return read(AT_GATEWAY, payload);
    }

    private static <T> T read(ObjectReader reader, byte[] payload) throws BrokenProtocol {
        try {
            return reader.readValue(payload);
        } catch (JacksonException wrong) {
            // Its message may quote the text.
            throw new BrokenProtocol(
                    "a message that cannot be read: " + wrong.getClass().getSimpleName());
        }
    }

    /** The same for a program's configuration. */
    static String configuration(Object record) {
        return JSON.writeValueAsString(record);
    }

    static <T> T configuration(String text, Class<T> type) {
        return JSON.readValue(text, type);
    }
}
