package io.compuerta.gateway.bench;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A provider that answers at once, in a process of its own: what is measured through the gateway less what is measured
 * against this is the gateway's doing. A stream has twenty pieces, with a pause before each when one is asked for.
 */
public final class InstantStub {

    private static final int PIECES = 20;

    private static final String WHOLE = """
            {"id":"chatcmpl-stub","object":"chat.completion","created":1,"model":"stub","choices":[{"index":0,\
            "message":{"role":"assistant","content":"This answer was ready before the question was asked."},\
            "logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":60,"completion_tokens":10,"total_tokens":70}}""";

    private static final String PIECE = """
            data: {"id":"chatcmpl-stub","object":"chat.completion.chunk","created":1,"model":"stub",\
            "choices":[{"index":0,"delta":{"content":"word "},"logprobs":null,"finish_reason":null}]}

            """;

    private static final String END = """
            data: {"id":"chatcmpl-stub","object":"chat.completion.chunk","created":1,"model":"stub",\
            "choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

            data: {"id":"chatcmpl-stub","object":"chat.completion.chunk","created":1,"model":"stub",\
            "choices":[],"usage":{"prompt_tokens":60,"completion_tokens":20,"total_tokens":80}}

            data: [DONE]

            """;

    private InstantStub() {}

    /** @param arguments the port, and the pause before each piece of a stream in milliseconds */
    public static void main(String[] arguments) {
        Duration pace = Duration.ofMillis(arguments.length > 1 ? Long.parseLong(arguments[1]) : 0);
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .route(routes -> routes.post(
                        "/**",
                        (request, response) -> request.receive()
                                .aggregate()
                                .asString(StandardCharsets.UTF_8)
                                .defaultIfEmpty("")
                                .flatMap(body -> answer(pace, body, response))))
                .bindNow()
                .onDispose()
                .block();
    }

    private static Mono<Void> answer(Duration pace, String body, HttpServerResponse response) {
        if (!body.contains("\"stream\":true")) {
            return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .sendObject(Unpooled.copiedBuffer(WHOLE, StandardCharsets.UTF_8))
                    .then();
        }
        Flux<String> frames = Flux.range(0, PIECES).map(i -> PIECE).concatWithValues(END);
        Flux<String> paced =
                pace.isZero() ? frames : frames.concatMap(f -> Mono.just(f).delayElement(pace), 1);
        return response.header(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                .sendObject(paced.map(frame -> Unpooled.copiedBuffer(frame, StandardCharsets.UTF_8)), frame -> true)
                .then();
    }
}
