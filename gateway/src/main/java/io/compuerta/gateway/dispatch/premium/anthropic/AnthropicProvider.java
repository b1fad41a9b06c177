package io.compuerta.gateway.dispatch.premium.anthropic;

import io.compuerta.gateway.dispatch.premium.ChatProvider;
import io.compuerta.gateway.dispatch.premium.UpstreamErrors;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.AnswerEvent;
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

/** A provider that speaks Anthropic's messages. */
public final class AnthropicProvider implements ChatProvider {

    private static final String VERSION = "2023-06-01";

    private static final ParameterizedTypeReference<ServerSentEvent<String>> SSE =
            new ParameterizedTypeReference<>() {};

    private final WebClient http;
    private final JsonMapper json;
    private final EgressGuard egress;

    /** @param http has the provider's base address and key */
    public AnthropicProvider(WebClient http, JsonMapper json, EgressGuard egress) {
        this.http = http;
        this.json = json;
        this.egress = egress;
    }

    @Override
    public Flux<AnswerEvent> answer(AnonymizedCall call, String model) {
        return Flux.defer(() -> {
            MessagesRequest request = MessagesRequest.of(call.outgoing(), model, json);
            byte[] body = egress.checked(call, json.writeValueAsBytes(request.body()));
            return http.post()
                    .uri("/messages")
                    .header("anthropic-version", VERSION)
                    .contentType(MediaType.APPLICATION_JSON)
                    .accept(call.outgoing().stream() ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_JSON)
                    .bodyValue(body)
                    .exchangeToFlux(response -> read(response, model, request.answersByTool()))
                    .onErrorMap(e -> !(e instanceof GatewayError), e -> UpstreamErrors.broken(e, model));
        });
    }

    private Flux<AnswerEvent> read(ClientResponse response, String model, boolean answersByTool) {
        if (response.statusCode().isError()) {
            return UpstreamErrors.read(response, model, json).flatMapMany(Flux::error);
        }
        MessageReader reader = new MessageReader(json, model, answersByTool);
        boolean events = response.headers()
                .contentType()
                .map(type -> type.isCompatibleWith(MediaType.TEXT_EVENT_STREAM))
                .orElse(false);
        if (!events) {
            return response.bodyToMono(byte[].class)
                    .switchIfEmpty(Mono.error(() -> UpstreamErrors.cutOff(model)))
                    .flatMapIterable(reader::whole);
        }
        return response.bodyToFlux(SSE).concatMapIterable(reader::read, 1).concatWith(Flux.defer(reader::end));
    }
}
