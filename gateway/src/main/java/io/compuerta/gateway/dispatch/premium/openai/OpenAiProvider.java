package io.compuerta.gateway.dispatch.premium.openai;

import io.compuerta.gateway.dispatch.premium.ChatProvider;
import io.compuerta.gateway.dispatch.premium.UpstreamErrors;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.privacy.EgressGuard;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Any provider that speaks OpenAI's chat completions. */
public final class OpenAiProvider implements ChatProvider {

    private static final ParameterizedTypeReference<ServerSentEvent<String>> SSE =
            new ParameterizedTypeReference<>() {};

    private final WebClient http;
    private final JsonMapper json;
    private final EgressGuard egress;

    /** @param http has the provider's base address and key */
    public OpenAiProvider(WebClient http, JsonMapper json, EgressGuard egress) {
        this.http = http;
        this.json = json;
        this.egress = egress;
    }

    @Override
    public Flux<AnswerEvent> answer(AnonymizedCall call, String model) {
        return Flux.defer(() -> {
            boolean stream = call.outgoing().stream();
            byte[] body = egress.checked(call, body(call.outgoing(), model, stream));
            return http.post()
                    .uri("/chat/completions")
                    .contentType(MediaType.APPLICATION_JSON)
                    .accept(stream ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_JSON)
                    .bodyValue(body)
                    .exchangeToFlux(response -> read(response, model))
                    .onErrorMap(e -> !(e instanceof GatewayError), e -> UpstreamErrors.broken(e, model));
        });
    }

    private byte[] body(ChatRequest request, String model, boolean stream) {
        ObjectNode body = request.copyJson();
        body.put("model", model);
        if (stream) {
            // Always asked for: the bill needs it even when the caller does not.
            body.withObject("/stream_options").put("include_usage", true);
        }
        return json.writeValueAsBytes(body);
    }

    private Flux<AnswerEvent> read(ClientResponse response, String model) {
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
                    .flatMapIterable(bytes -> new CompletionReader(json, model).read(bytes));
        }
        ChunkReader reader = new ChunkReader(json, model);
        return response.bodyToFlux(SSE).concatMapIterable(reader::read, 1).concatWith(Flux.defer(reader::end));
    }
}
