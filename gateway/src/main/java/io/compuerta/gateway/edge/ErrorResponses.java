package io.compuerta.gateway.edge;

import io.compuerta.gateway.pipeline.GatewayError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;

/** The one place where a failed exchange becomes a response, as JSON and never an HTML page. */
public final class ErrorResponses implements ErrorWebExceptionHandler, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ErrorResponses.class);

    private final ErrorBodies bodies;

    public ErrorResponses(ErrorBodies bodies) {
        this.bodies = bodies;
    }

    /** Before Spring Boot's own handler, which answers browsers with a page. */
    @Override
    public int getOrder() {
        return -2;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable cause) {
        if (DisconnectedClientHelper.isClientDisconnectedException(cause)) {
            // Nobody is there to read an answer, and nothing failed here: Spring's own handler ends it quietly.
            return Mono.error(cause);
        }
        ServerHttpResponse response = exchange.getResponse();
        String requestId = RequestIds.of(exchange);
        GatewayError error = asGatewayError(exchange, cause, requestId);
        if (response.isCommitted()) {
            return Mono.error(cause);
        }
        response.setStatusCode(HttpStatusCode.valueOf(error.status()));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        bodies.headers(error, response.getHeaders());
        DataBuffer body = response.bufferFactory().wrap(bodies.body(error));
        response.getHeaders().setContentLength(body.readableByteCount());
        return response.writeWith(Mono.just(body));
    }

    private static GatewayError asGatewayError(ServerWebExchange exchange, Throwable cause, String requestId) {
        if (cause instanceof GatewayError error) {
            return error;
        }
        String method = exchange.getRequest().getMethod().name();
        String path = exchange.getRequest().getPath().value();
        if (cause instanceof ErrorResponse known) {
            int status = known.getStatusCode().value();
            if (status == 404) {
                return new GatewayError.UnknownUrl(method, path);
            }
            if (status == 405) {
                return new GatewayError.MethodNotAllowed(method, "GET");
            }
            if (status == 413) {
                return new GatewayError.TooLarge("The request is too large.");
            }
            if (status >= 400 && status < 500) {
                return new GatewayError.BadRequest("The request could not be read.", "invalid_request");
            }
        }
        // The class alone: a message or a stack trace may quote the request.
        log.error("request {} failed: {} at {}", requestId, cause.getClass().getName(), firstFrame(cause));
        return new GatewayError.Internal();
    }

    private static String firstFrame(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "unknown place" : trace[0].toString();
    }
}
