package io.compuerta.gateway.dispatch.premium;

import io.compuerta.engine.remote.ServerSentData;
import io.compuerta.gateway.egress.EgressGate;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.OutgoingCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** A provider behind HTTP, in whatever dialect it speaks. */
public final class HttpProvider implements ChatProvider {

    private final WebClient http;
    private final WireDialect dialect;
    private final JsonMapper json;
    private final EgressGate.Exit exit;

    /**
     * @param http has the provider's base address and key
     * @param exit the way out to this provider
     */
    public HttpProvider(WebClient http, WireDialect dialect, JsonMapper json, EgressGate.Exit exit) {
        this.http = http;
        this.dialect = dialect;
        this.json = json;
        this.exit = exit;
    }

    @Override
    public Flux<AnswerEvent> answer(OutgoingCall call) {
        return Flux.defer(() -> {
            String model = call.model().model();
            WireDialect.Spoken spoken = dialect.speak(call.request(), model);
            boolean stream = call.request().stream();
            return exit.pass(call, spoken.body())
                    .flatMapMany(body -> send(body, stream, response -> read(response, model, spoken.answer())))
                    .onErrorMap(e -> !(e instanceof GatewayError), e -> UpstreamErrors.broken(e, model));
        });
    }

    /** @param body exactly as it leaves */
    private Flux<AnswerEvent> send(byte[] body, boolean stream, Function<ClientResponse, Flux<AnswerEvent>> reading) {
        return http.post()
                .uri(dialect.path())
                .headers(headers -> dialect.headers().forEach(headers::set))
                .contentType(MediaType.APPLICATION_JSON)
                .accept(stream ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchangeToFlux(reading);
    }

    private Flux<AnswerEvent> read(ClientResponse response, String model, AnswerReader answer) {
        if (response.statusCode().isError()) {
            return UpstreamErrors.read(response, model, json).flatMapMany(Flux::error);
        }
        boolean events = response.headers()
                .contentType()
                .map(type -> type.isCompatibleWith(MediaType.TEXT_EVENT_STREAM))
                .orElse(false);
        if (!events) {
            return response.bodyToMono(byte[].class)
                    .switchIfEmpty(Mono.error(() -> UpstreamErrors.cutOff(model)))
                    .flatMapIterable(answer::whole);
        }
        ServerSentData frames = new ServerSentData();
        return response.body(BodyExtractors.toDataBuffers())
                .map(buffer -> take(buffer, frames))
                .concatWith(Mono.fromSupplier(frames::rest))
                .concatMapIterable(Function.identity(), 1)
                .concatMapIterable(answer::read, 1)
                .concatWith(Flux.defer(answer::end));
    }

    /**
     * Gives the buffer back at once. Spring's own reader of events keeps pieces of buffers between two of them, and loses
     * some when the caller hangs up while it adds one.
     */
    private static List<String> take(DataBuffer buffer, ServerSentData frames) {
        try (DataBuffer.ByteBufferIterator bytes = buffer.readableByteBuffers()) {
            List<String> found = new ArrayList<>(2);
            bytes.forEachRemaining(piece -> found.addAll(frames.add(piece)));
            return found;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
