package io.compuerta.gateway.edge;

import java.net.URI;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The end of every gateway route whose address has the scheme {@code llm}: it answers the request itself instead of
 * forwarding it (ADR-0002). A named class, not a lambda: Gateway ignores {@code @Order} on a lambda's bean method.
 */
public final class LlmRoutingFilter implements GlobalFilter, Ordered {

    private static final String SCHEME = "llm";

    private final ChatEndpoint chat;
    private final EmbeddingsEndpoint embeddings;
    private final FeedbackEndpoint feedback;
    private final ModelsEndpoint models;
    private final AdminEndpoint admin;

    public LlmRoutingFilter(
            ChatEndpoint chat,
            EmbeddingsEndpoint embeddings,
            FeedbackEndpoint feedback,
            ModelsEndpoint models,
            AdminEndpoint admin) {
        this.chat = chat;
        this.embeddings = embeddings;
        this.feedback = feedback;
        this.models = models;
        this.admin = admin;
    }

    /** Just before Gateway's own terminal filters, so that all others have run. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI uri = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (uri == null || !SCHEME.equals(uri.getScheme())) {
            return chain.filter(exchange);
        }
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        return switch (String.valueOf(uri.getHost())) {
            case "chat" -> chat.handle(exchange);
            case "embeddings" -> embeddings.handle(exchange);
            case "feedback" -> feedback.handle(exchange);
            case "models" -> models.handle(exchange);
            case "admin" -> admin.handle(exchange);
            default -> Mono.error(new IllegalStateException("no endpoint behind " + uri));
        };
    }
}
