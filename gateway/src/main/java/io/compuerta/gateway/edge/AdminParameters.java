package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriUtils;

/** Reads what stands in the addresses of {@code /admin/}. Values are not quoted in errors: they may name people. */
final class AdminParameters {

    private AdminParameters() {}

    /** @throws GatewayError.BadRequest when it is not percent-encoded as it should be */
    static Map<String, List<String>> of(ServerHttpRequest request) {
        try {
            return request.getQueryParams();
        } catch (IllegalArgumentException e) {
            throw new GatewayError.BadRequest("The query is not percent-encoded UTF-8.", "invalid_value");
        }
    }

    /** The one parameter {@code tenant}. */
    static String tenant(ServerHttpRequest request) {
        Map<String, List<String>> parameters = of(request);
        if (!List.of("tenant").containsAll(parameters.keySet())) {
            throw new GatewayError.BadRequest("Unknown query parameter. Allowed: tenant.", "unknown_parameter");
        }
        List<String> values = parameters.getOrDefault("tenant", List.of());
        if (values.size() > 1) {
            throw new GatewayError.BadRequest("Invalid 'tenant': give it once.", "invalid_value", "tenant");
        }
        if (values.isEmpty() || values.getFirst() == null || values.getFirst().isBlank()) {
            throw new GatewayError.BadRequest(
                    "Invalid 'tenant': say whose user it is, as in ?tenant=acme; users of two tenants may have one id.",
                    "missing_required_parameter",
                    "tenant");
        }
        return values.getFirst();
    }

    /** A path segment as it was before it was encoded. */
    static String decode(String segment) {
        try {
            return UriUtils.decode(segment, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new GatewayError.BadRequest("The subject's id is not percent-encoded UTF-8.", "invalid_value");
        }
    }
}
