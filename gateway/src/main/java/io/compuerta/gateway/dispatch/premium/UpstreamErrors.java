package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a provider's refusal means for the caller and for the next try. */
public final class UpstreamErrors {

    private static final int LONGEST_MESSAGE = 500;

    /** Anthropic's own status for "too many requests of all customers together". */
    private static final int OVERLOADED = 529;

    /** What clients act upon. Any other word of a provider stays out of logs and metrics, whose tags are a closed list. */
    private static final Set<String> PASSED_ON = Set.of(
            "invalid_value",
            "invalid_type",
            "missing_required_parameter",
            "unknown_parameter",
            "unsupported_parameter",
            "unsupported_value",
            "content_filter",
            "content_policy_violation",
            "invalid_image_url",
            "image_parse_error",
            "string_above_max_length",
            "array_above_max_length",
            "invalid_json_schema");

    private UpstreamErrors() {}

    /** What a response with an error status says. */
    public static Mono<GatewayError> read(ClientResponse response, String model, JsonMapper json) {
        int status = response.statusCode().value();
        Optional<Duration> retryAfter = retryAfter(response.headers().asHttpHeaders());
        return response.bodyToMono(String.class)
                .onErrorReturn("")
                .defaultIfEmpty("")
                .map(body -> asError(status, parse(body, json), model, retryAfter));
    }

    /** The answer ended before the model did. */
    public static GatewayError cutOff(String model) {
        return new GatewayError.UpstreamFailed(
                502, "upstream_cut_off", "The answer of " + model + " broke off.", true, Optional.empty());
    }

    /** No response, or one that broke off. The cause's own message may quote a URL with a key, so it is not passed on. */
    public static GatewayError broken(Throwable cause, String model) {
        if (cause instanceof WebClientRequestException) {
            return new GatewayError.UpstreamFailed(
                    502,
                    "upstream_unreachable",
                    "The provider of " + model + " could not be reached.",
                    true,
                    Optional.empty());
        }
        return cutOff(model);
    }

    /** The provider sent something that is no answer. */
    public static GatewayError garbled(String model) {
        return new GatewayError.UpstreamFailed(
                502, "upstream_garbled", "The answer of " + model + " could not be read.", false, Optional.empty());
    }

    /** An error object inside a stream. */
    public static GatewayError inStream(JsonNode error, String model) {
        return new GatewayError.UpstreamFailed(
                502,
                "upstream_error",
                message(error, "The provider of " + model + " reported an error."),
                false,
                Optional.empty());
    }

    private static GatewayError asError(int status, JsonNode error, String model, Optional<Duration> retryAfter) {
        String code = error.path("code").asString("");
        return switch (status) {
            case 400, 413, 422 ->
                isTooLong(code, error)
                        ? new GatewayError.ContextExceeded(message(error, "The prompt does not fit " + model + "."))
                        : new GatewayError.UpstreamRejected(
                                status,
                                PASSED_ON.contains(code) ? code : "upstream_rejected",
                                message(error, "The provider of " + model + " rejected the request."));
            case 429 ->
                new GatewayError.UpstreamFailed(
                        429,
                        "upstream_rate_limited",
                        "The provider of " + model + " is rate limiting.",
                        !code.equals("insufficient_quota"),
                        retryAfter);
            // Our key or our model list is wrong: the caller cannot mend it, but another candidate may serve.
            case 401, 403 ->
                new GatewayError.UpstreamFailed(
                        502,
                        "upstream_auth",
                        "The provider of " + model + " refused the gateway's key.",
                        false,
                        Optional.empty());
            case 404 ->
                new GatewayError.UpstreamFailed(
                        502,
                        "upstream_model",
                        "The provider does not know the model " + model + ".",
                        false,
                        Optional.empty());
            case 502, 503, 504, OVERLOADED ->
                new GatewayError.UpstreamFailed(
                        status == OVERLOADED ? 503 : status,
                        "upstream_unavailable",
                        "The provider of " + model + " is unavailable.",
                        true,
                        retryAfter);
            default ->
                new GatewayError.UpstreamFailed(
                        502,
                        "upstream_error",
                        "The provider of " + model + " failed with status " + status + ".",
                        false,
                        retryAfter);
        };
    }

    /** Anthropic has no code for it, only words. */
    private static boolean isTooLong(String code, JsonNode error) {
        return code.equals("context_length_exceeded")
                || error.path("message").asString("").startsWith("prompt is too long");
    }

    private static JsonNode parse(String body, JsonMapper json) {
        try {
            return json.readTree(body.isBlank() ? "{}" : body).path("error");
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    /** The provider's words go to the caller alone, who wrote the request; they are never logged. */
    private static String message(JsonNode error, String otherwise) {
        String message = error.path("message").asString("");
        if (message.isBlank()) {
            return otherwise;
        }
        return message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers) {
        return millis(headers.getFirst("retry-after-ms"), 1)
                .or(() -> millis(headers.getFirst(HttpHeaders.RETRY_AFTER), 1000));
    }

    private static Optional<Duration> millis(@org.jspecify.annotations.Nullable String text, int factor) {
        try {
            double number = text == null ? -1 : Double.parseDouble(text.strip());
            return number >= 0 && number < 1e9
                    ? Optional.of(Duration.ofMillis(Math.round(number * factor)))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            // An HTTP date: rare among providers, and the usual back-off does as well.
            return Optional.empty();
        }
    }
}
