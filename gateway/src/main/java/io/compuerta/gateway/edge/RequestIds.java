package io.compuerta.gateway.edge;

import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** One id a request, on every answer and error: the caller's own if it is harmless, else a new one. */
final class RequestIds {

    static final String HEADER = "x-request-id";

    /** Anthropic's clients read this one. */
    private static final String ANTHROPIC_HEADER = "request-id";

    private static final String ATTRIBUTE = RequestIds.class.getName();
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestIds() {}

    /** The exchange's id; the first call decides it and puts it into the response headers. */
    static String of(ServerWebExchange exchange) {
        String known = exchange.getAttribute(ATTRIBUTE);
        if (known != null) {
            return known;
        }
        String sent = exchange.getRequest().getHeaders().getFirst(HEADER);
        String id = sent != null && HARMLESS.matcher(sent).matches()
                ? sent
                : "req_" + UUID.randomUUID().toString().replace("-", "");
        exchange.getAttributes().put(ATTRIBUTE, id);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(HEADER, id);
        headers.set(ANTHROPIC_HEADER, id);
        return id;
    }
}
