package io.compuerta.gateway.edge;

import io.compuerta.gateway.admin.EgressAdmin;
import io.compuerta.gateway.admin.ExplainAdmin;
import io.compuerta.gateway.admin.PolicyAdmin;
import io.compuerta.gateway.admin.SubjectAdmin;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.pipeline.GatewayError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code /admin/...}: for keys with {@code admin: true} only. What takes long is done off the event loops. */
public final class AdminEndpoint {

    private static final String SUBJECTS = "/admin/subjects/";

    private final Authenticator auth;
    private final PolicyAdmin policies;
    private final ExplainAdmin explanations;
    private final EgressAdmin egress;
    private final SubjectAdmin subjects;
    private final EdgeSettings settings;
    private final JsonMapper json;

    AdminEndpoint(
            Authenticator auth,
            PolicyAdmin policies,
            ExplainAdmin explanations,
            EgressAdmin egress,
            SubjectAdmin subjects,
            EdgeSettings settings,
            JsonMapper json) {
        this.auth = auth;
        this.policies = policies;
        this.explanations = explanations;
        this.egress = egress;
        this.subjects = subjects;
        this.settings = settings;
        this.json = json;
    }

    Mono<Void> handle(ServerWebExchange exchange) {
        return Mono.defer(() -> {
            RequestIds.of(exchange);
            auth.requireAdmin(PresentedKey.of(exchange.getRequest().getHeaders()));
            String path = exchange.getRequest().getPath().value().replaceAll("/+$", "");
            return switch (path) {
                case "/admin/policies" -> {
                    require(HttpMethod.GET, exchange);
                    yield write(exchange, Mono.fromCallable(policies::inForce));
                }
                case "/admin/policies/validate" -> {
                    require(HttpMethod.POST, exchange);
                    yield write(
                            exchange,
                            body(exchange)
                                    .map(AdminEndpoint::text)
                                    .flatMap(text -> Mono.fromCallable(() -> policies.validate(text))
                                            .subscribeOn(Schedulers.boundedElastic())));
                }
                case "/admin/explain" -> {
                    require(HttpMethod.POST, exchange);
                    yield write(exchange, body(exchange).flatMap(explanations::explain));
                }
                case "/admin/egress" -> {
                    require(HttpMethod.GET, exchange);
                    yield write(exchange, egress.find(AdminParameters.of(exchange.getRequest())));
                }
                default -> subject(exchange, path);
            };
        });
    }

    private Mono<Void> subject(ServerWebExchange exchange, String path) {
        if (!path.startsWith(SUBJECTS) || path.indexOf('/', SUBJECTS.length()) >= 0) {
            throw new GatewayError.UnknownUrl(exchange.getRequest().getMethod().name(), shown(path));
        }
        require(HttpMethod.DELETE, exchange);
        String user = AdminParameters.decode(path.substring(SUBJECTS.length()));
        String tenant = AdminParameters.tenant(exchange.getRequest());
        return write(exchange, subjects.erase(tenant, user));
    }

    /** An address of a subject may name a person, also one that was mistyped. */
    private static String shown(String path) {
        return path.startsWith(SUBJECTS) ? SUBJECTS + "..." : path;
    }

    private static void require(HttpMethod method, ServerWebExchange exchange) {
        if (!method.equals(exchange.getRequest().getMethod())) {
            throw new GatewayError.MethodNotAllowed(
                    exchange.getRequest().getMethod().name(), method.name());
        }
    }

    private Mono<byte[]> body(ServerWebExchange exchange) {
        return RequestBody.read(exchange.getRequest().getBody(), settings);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new GatewayError.BadRequest("The request body is not valid UTF-8.", "invalid_value");
        }
    }

    private Mono<Void> write(ServerWebExchange exchange, Mono<? extends JsonNode> answer) {
        return answer.flatMap(node -> {
            byte[] bytes = json.writeValueAsBytes(node);
            ServerHttpResponse response = exchange.getResponse();
            response.setStatusCode(HttpStatus.OK);
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            response.getHeaders().setContentLength(bytes.length);
            response.getHeaders().setCacheControl("no-store");
            return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
        });
    }
}
