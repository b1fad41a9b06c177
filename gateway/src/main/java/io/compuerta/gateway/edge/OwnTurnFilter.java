package io.compuerta.gateway.edge;

import io.netty.channel.EventLoop;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Answers each request in a turn of its own of the event loop. Reactor Netty 1.3.6 stops reading a connection for ever when
 * a request that came in before the former answer was quite done is answered while it is still being handed over
 * (reactor-netty#4361); a turn later it has been handed over. To be taken out with the release that mends it.
 */
final class OwnTurnFilter implements WebFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getRequest() instanceof AbstractServerHttpRequest request
                && request.getNativeRequest() instanceof HttpServerRequest nettyRequest) {
            return nextTurn(nettyRequest).then(Mono.defer(() -> chain.filter(exchange)));
        }
        return chain.filter(exchange);
    }

    private static Mono<Void> nextTurn(HttpServerRequest request) {
        return Mono.create(sink -> request.withConnection(connection -> {
            EventLoop loop = connection.channel().eventLoop();
            loop.execute(sink::success);
        }));
    }
}
