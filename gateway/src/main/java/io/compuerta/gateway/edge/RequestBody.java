package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A request's body up to a limit and within a time, since it is awaited before the key is looked at. What exceeds the limit
 * is read and thrown away, up to a point: closing the connection while the client still sends would show it a reset instead
 * of the 413.
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

    /**
     * @return the bytes, none for an empty body; {@link GatewayError.TooLarge} above the limit,
     *     {@link GatewayError.RequestTimeout} when they do not all come in time
     */
    static Mono<byte[]> read(Flux<DataBuffer> body, EdgeSettings settings) {
        return body.collect(() -> new RequestBody(settings.maxBody().toBytes()), RequestBody::add)
                .timeout(settings.bodyTimeout(), Mono.error(() -> tooSlow(settings.bodyTimeout())))
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

    private static GatewayError tooSlow(Duration timeout) {
        return new GatewayError.RequestTimeout(
                "The request body did not arrive within " + timeout.toMillis() + " ms (compuerta.edge.body-timeout).");
    }

    private GatewayError tooLarge() {
        return new GatewayError.TooLarge("The request body exceeds " + limit / 1024 + " KB (compuerta.edge.max-body).");
    }
}
