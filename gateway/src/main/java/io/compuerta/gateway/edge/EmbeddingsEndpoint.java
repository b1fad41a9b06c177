package io.compuerta.gateway.edge;

import io.compuerta.gateway.edge.openai.EmbeddingRequestReader;
import io.compuerta.gateway.edge.openai.EmbeddingWriter;
import io.compuerta.gateway.embed.EmbeddingCall;
import io.compuerta.gateway.embed.EmbeddingPipeline;
import io.compuerta.gateway.pipeline.GatewayError;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /v1/embeddings}: bytes to {@link EmbeddingCall}, vectors to bytes. */
public final class EmbeddingsEndpoint {

    private final EmbeddingPipeline pipeline;
    private final EmbeddingRequestReader reader;
    private final EmbeddingWriter writer;
    private final EdgeSettings settings;

    EmbeddingsEndpoint(
            EmbeddingPipeline pipeline, EmbeddingRequestReader reader, EmbeddingWriter writer, EdgeSettings settings) {
        this.pipeline = pipeline;
        this.reader = reader;
        this.writer = writer;
        this.settings = settings;
    }

    Mono<Void> handle(ServerWebExchange exchange) {
        String requestId = RequestIds.of(exchange);
        HttpMethod method = exchange.getRequest().getMethod();
        if (!HttpMethod.POST.equals(method)) {
            return Mono.error(new GatewayError.MethodNotAllowed(method.name(), "POST"));
        }
        long received = System.nanoTime();
        return RequestBody.read(exchange.getRequest().getBody(), settings)
                .map(bytes -> new EmbeddingCall(
                        requestId,
                        reader.read(bytes),
                        PresentedKey.of(exchange.getRequest().getHeaders()),
                        received))
                .flatMap(call -> pipeline.answer(call)
                        .flatMap(answer -> writer.write(answer, call.request().encoding(), exchange.getResponse())));
    }
}
