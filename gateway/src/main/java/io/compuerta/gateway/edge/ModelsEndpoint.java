package io.compuerta.gateway.edge;

import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.pipeline.GatewayError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/{id}}. The entries hold the fields of OpenAI and of Anthropic, since
 * clients of both read this list.
 */
public final class ModelsEndpoint {

    /** Model ids are configuration, not releases: all were "created" when this product was. */
    private static final long CREATED = 1_790_000_000L;

    private static final String PATH = "/models";

    private final Authenticator auth;
    private final ModelCatalogue catalogue;
    private final JsonMapper json;

    ModelsEndpoint(Authenticator auth, ModelCatalogue catalogue, JsonMapper json) {
        this.auth = auth;
        this.catalogue = catalogue;
        this.json = json;
    }

    Mono<Void> handle(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            RequestIds.of(exchange);
            if (!HttpMethod.GET.equals(exchange.getRequest().getMethod())) {
                throw new GatewayError.MethodNotAllowed(
                        exchange.getRequest().getMethod().name(), "GET");
            }
            auth.require(PresentedKey.of(exchange.getRequest().getHeaders()));
            String id = id(exchange.getRequest().getURI().getRawPath());
            return write(exchange.getResponse(), id.isEmpty() ? list() : one(id));
        });
    }

    /** What follows {@code /models/}, decoded: ids hold a slash, which clients may or may not encode. */
    private static String id(String rawPath) {
        int at = rawPath.indexOf(PATH);
        String rest = at < 0 ? "" : rawPath.substring(at + PATH.length());
        try {
            return URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replaceAll("^/+|/+$", "");
        } catch (IllegalArgumentException e) {
            throw new GatewayError.BadRequest("The model id is not well encoded.", "invalid_value", "model");
        }
    }

    private ObjectNode list() {
        List<ModelCatalogue.Entry> entries = catalogue.entries();
        ObjectNode root = json.createObjectNode();
        root.put("object", "list");
        var data = root.putArray("data");
        entries.forEach(entry -> data.add(model(entry)));
        root.put("has_more", false);
        root.put("first_id", entries.getFirst().id());
        root.put("last_id", entries.getLast().id());
        return root;
    }

    private ObjectNode one(String id) {
        return catalogue.entries().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst()
                .map(this::model)
                .orElseThrow(() -> new GatewayError.UnknownModel(id.length() > 100 ? id.substring(0, 100) : id));
    }

    private ObjectNode model(ModelCatalogue.Entry entry) {
        ObjectNode node = json.createObjectNode();
        node.put("id", entry.id());
        node.put("object", "model");
        node.put("type", "model");
        node.put("created", CREATED);
        node.put("owned_by", entry.ownedBy());
        node.put("display_name", entry.id());
        node.put("created_at", java.time.Instant.ofEpochSecond(CREATED).toString());
        if (entry.contextTokens() > 0) {
            // By vLLM's name, which clients know.
            node.put("max_model_len", entry.contextTokens());
        }
        return node;
    }

    private Mono<Void> write(ServerHttpResponse response, ObjectNode body) {
        byte[] bytes = json.writeValueAsBytes(body);
        response.setStatusCode(HttpStatus.OK);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(bytes.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
    }
}
