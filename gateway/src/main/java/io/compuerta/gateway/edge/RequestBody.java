package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import java.io.ByteArrayOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request's body up to a limit. What exceeds it is read and thrown away, up to a point: closing the connection while the
 * client still sends would show it a reset instead of the 413.
 */
final class RequestBody {

    /** How many times the limit is read before the gateway loses patience. */
    private static final int PATIENCE = 8;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long limit;
    private long total;

    private RequestBody(long limit) {
        this.limit = limit;
    }

    /** @return the bytes, none for an empty body; {@link GatewayError.TooLarge} above the limit */
    static Mono<byte[]> read(Flux<DataBuffer> body, DataSize limit) {
        return body.collect(() -> new RequestBody(limit.toBytes()), RequestBody::add)
                .map(RequestBody::bytes);
    }

    private void add(DataBuffer buffer) {
        total += buffer.readableByteCount();
        if (total <= limit) {
            byte[] piece = new byte[buffer.readableByteCount()];
            buffer.read(piece);
            bytes.writeBytes(piece);
        }
        DataBufferUtils.release(buffer);
        if (total > limit * PATIENCE) {
            throw tooLarge();
        }
    }

    private byte[] bytes() {
        if (total > limit) {
            throw tooLarge();
        }
        return bytes.toByteArray();
    }

    private GatewayError tooLarge() {
        return new GatewayError.TooLarge("The request body exceeds " + limit / 1024 + " KB (compuerta.edge.max-body).");
    }
}
