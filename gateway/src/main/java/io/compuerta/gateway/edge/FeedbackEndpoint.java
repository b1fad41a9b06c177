package io.compuerta.gateway.edge;

import io.compuerta.gateway.edge.openai.FeedbackJson;
import io.compuerta.gateway.feedback.FeedbackCall;
import io.compuerta.gateway.feedback.FeedbackPipeline;
import io.compuerta.gateway.pipeline.GatewayError;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /v1/feedback}: bytes to {@link FeedbackCall}, its receipt to bytes. */
public final class FeedbackEndpoint {

    private final FeedbackPipeline pipeline;
    private final FeedbackJson json;
    private final EdgeSettings settings;

    FeedbackEndpoint(FeedbackPipeline pipeline, FeedbackJson json, EdgeSettings settings) {
        this.pipeline = pipeline;
        this.json = json;
        this.settings = settings;
    }

    Mono<Void> handle(ServerWebExchange exchange) {
        RequestIds.of(exchange);
        HttpMethod method = exchange.getRequest().getMethod();
        if (!HttpMethod.POST.equals(method)) {
            return Mono.error(new GatewayError.MethodNotAllowed(method.name(), "POST"));
        }
        return RequestBody.read(exchange.getRequest().getBody(), settings)
                .map(bytes -> new FeedbackCall(
                        json.read(bytes), PresentedKey.of(exchange.getRequest().getHeaders())))
                .flatMap(pipeline::take)
                .flatMap(receipt -> json.write(receipt, exchange.getResponse()));
    }
}
