package io.compuerta.gateway.edge;

import io.compuerta.gateway.edge.openai.ChatCompletionWriter;
import io.compuerta.gateway.edge.openai.ChatRequestReader;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.ChatCall;
import io.compuerta.gateway.pipeline.ChatPipeline;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code POST /v1/chat/completions}: bytes to {@link ChatCall}, {@link Answer} to bytes. */
public final class ChatEndpoint {

    private final ChatPipeline pipeline;
    private final ChatRequestReader reader;
    private final ChatCompletionWriter writer;
    private final EdgeSettings settings;

    public ChatEndpoint(
            ChatPipeline pipeline, ChatRequestReader reader, ChatCompletionWriter writer, EdgeSettings settings) {
        this.pipeline = pipeline;
        this.reader = reader;
        this.writer = writer;
        this.settings = settings;
    }

    Mono<Void> handle(ServerWebExchange exchange) {
        String requestId = RequestIds.of(exchange);
        if (!HttpMethod.POST.equals(exchange.getRequest().getMethod())) {
            return Mono.error(new GatewayError.MethodNotAllowed(
                    exchange.getRequest().getMethod().name(), "POST"));
        }
        long received = System.nanoTime();
        return RequestBody.read(exchange.getRequest().getBody(), settings)
                .map(bytes -> new ChatCall(
                        requestId,
                        reader.read(bytes),
                        PresentedKey.of(exchange.getRequest().getHeaders()),
                        cacheAllowed(exchange.getRequest().getHeaders()),
                        CallerLabels.of(exchange.getRequest().getHeaders()),
                        received))
                .flatMap(pipeline::answer)
                .flatMap(answer -> writer.write(answer, exchange.getResponse()));
    }

    private static boolean cacheAllowed(HttpHeaders headers) {
        List<String> control = headers.getOrEmpty(HttpHeaders.CACHE_CONTROL);
        return control.stream()
                .map(value -> value.toLowerCase(Locale.ROOT))
                .noneMatch(value -> value.contains("no-cache") || value.contains("no-store"));
    }
}
