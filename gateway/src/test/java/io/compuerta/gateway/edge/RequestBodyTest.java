package io.compuerta.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.GatewayError;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class RequestBodyTest {

    private static final EdgeSettings SETTINGS =
            new EdgeSettings(DataSize.ofMegabytes(1), 10, Duration.ofSeconds(30), Duration.ofSeconds(15));

    /** Until a test without the limit fails instead of waiting on. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

    @Test
    void theTimeIsForTheWholeBodyAndNotForEachPiece() {
        StepVerifier.withVirtualTime(() -> RequestBody.read(drops(), SETTINGS))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(29_999))
                .thenAwait(Duration.ofMillis(1))
                .expectError(GatewayError.RequestTimeout.class)
                .verify(PATIENCE);
    }

    @Test
    void whatCameOfABodyThatWasGivenUpIsReleased() {
        DataBuffer half = buffer("half a body");
        ByteBuf bytes = NettyDataBufferFactory.toByteBuf(half);

        StepVerifier.withVirtualTime(() -> RequestBody.read(Flux.just(half).concatWith(Flux.never()), SETTINGS))
                .thenAwait(Duration.ofSeconds(30))
                .expectError(GatewayError.RequestTimeout.class)
                .verify(PATIENCE);

        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    void aBodyInTimeIsWhole() {
        StepVerifier.withVirtualTime(() ->
                        RequestBody.read(twoPieces(), SETTINGS).map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .thenAwait(Duration.ofSeconds(28))
                .expectNext("in time")
                .verifyComplete();
    }

    private Flux<DataBuffer> drops() {
        return Flux.interval(Duration.ofSeconds(1)).map(second -> buffer("x"));
    }

    private Flux<DataBuffer> twoPieces() {
        return Flux.just("in ", "time").delayElements(Duration.ofSeconds(14)).map(this::buffer);
    }

    private DataBuffer buffer(String text) {
        return buffers.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
