package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns a {@link GatewayError} into OpenAI's body and headers. Nothing else writes error responses. */
public final class ErrorBodies {

    /** OpenAI's Python client does not retry at all when told to wait longer. */
    private static final Duration LONGEST_CLIENT_WAIT = Duration.ofSeconds(120);

    private final JsonMapper json;

    public ErrorBodies(JsonMapper json) {
        this.json = json;
    }

    /** {@code {"error": {message, type, param, code}}}. */
    public byte[] body(GatewayError error) {
        ObjectNode root = json.createObjectNode();
        ObjectNode body = root.putObject("error");
        body.put("message", error.getMessage());
        body.put("type", error.type());
        error.param().ifPresentOrElse(param -> body.put("param", param), () -> body.putNull("param"));
        body.put("code", error.code());
        return json.writeValueAsBytes(root);
    }

    /** {@code x-should-retry} overrides the clients' own rules; {@code retry-after} is in whole seconds, rounded up. */
    public void headers(GatewayError error, HttpHeaders headers) {
        boolean retry = error.retryable()
                && error.retryAfter()
                        .filter(wait -> wait.compareTo(LONGEST_CLIENT_WAIT) > 0)
                        .isEmpty();
        headers.set("x-should-retry", Boolean.toString(retry));
        error.retryAfter().ifPresent(wait -> {
            headers.set("retry-after-ms", Long.toString(wait.toMillis()));
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(wait.toMillis(), 1000)));
        });
        if (error instanceof GatewayError.MethodNotAllowed method) {
            headers.set(HttpHeaders.ALLOW, method.allowed());
        }
        if (error instanceof GatewayError.RequestTimeout) {
            // The rest of the body may still come and must not be taken for the next request.
            headers.set(HttpHeaders.CONNECTION, "close");
        }
    }
}
