package io.compuerta.gateway.edge.openai;

import io.compuerta.gateway.feedback.FeedbackPipeline.Receipt;
import io.compuerta.gateway.feedback.Rating;
import io.compuerta.gateway.feedback.Reason;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads ratings and writes receipts, in the manner of OpenAI's dialect, which has no feedback of its own. */
public final class FeedbackJson {

    private static final Set<String> KEYS = Set.of("request_id", "score", "reason");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final JsonMapper json;

    public FeedbackJson(JsonMapper json) {
        this.json = json;
    }

    /** @throws GatewayError.BadRequest naming the parameter at fault */
    public Rating read(byte[] body) {
        ObjectNode root = JsonBody.parse(body, json);
        if (!KEYS.containsAll(root.propertyNames())) {
            throw new GatewayError.BadRequest(
                    "Unrecognized request argument supplied: only request_id, score and reason are allowed.",
                    "unknown_parameter");
        }
        return new Rating(requestId(root), score(root), reason(root));
    }

    private static String requestId(ObjectNode root) {
        JsonNode id = root.path("request_id");
        if (!root.hasNonNull("request_id")) {
            throw bad("the x-request-id of the answer is needed.", "missing_required_parameter", "request_id");
        }
        if (!id.isString()) {
            throw bad("a text was expected.", "invalid_type", "request_id");
        }
        if (!ID.matcher(id.stringValue()).matches()) {
            throw bad("the x-request-id of an answer was expected.", "invalid_value", "request_id");
        }
        return id.stringValue();
    }

    private static double score(ObjectNode root) {
        JsonNode score = root.path("score");
        if (!root.hasNonNull("score")) {
            throw bad("a number from 0 (useless) to 1 (good) is needed.", "missing_required_parameter", "score");
        }
        if (!score.isNumber()) {
            throw bad("a number was expected.", "invalid_type", "score");
        }
        double value = score.doubleValue();
        if (!(value >= 0 && value <= 1)) {
            throw bad("it must lie between 0 (useless) and 1 (good).", "invalid_value", "score");
        }
        return value;
    }

    private static Optional<Reason> reason(ObjectNode root) {
        if (!root.hasNonNull("reason")) {
            return Optional.empty();
        }
        // Never quoted: whoever sends free text may send personal data.
        return Optional.of(Reason.of(root.path("reason").asString(""))
                .orElseThrow(() -> bad(
                        "it must be one of " + String.join(", ", Reason.words()) + ".", "invalid_value", "reason")));
    }

    public Mono<Void> write(Receipt receipt, ServerHttpResponse response) {
        return Mono.defer(() -> {
            Rating rating = receipt.stored().rating();
            ObjectNode root = json.createObjectNode();
            root.put("object", "feedback");
            root.put("request_id", rating.requestId());
            root.put("score", rating.score());
            root.put("reason", rating.reason().map(Reason::word).orElse(null));
            root.put("replaced", receipt.stored().replaced());
            byte[] body = json.writeValueAsBytes(root);
            RateLimitHeaders.write(receipt.standing(), response.getHeaders());
            response.setStatusCode(HttpStatus.OK);
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            response.getHeaders().setContentLength(body.length);
            return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
        });
    }

    private static GatewayError bad(String message, String code, String param) {
        return new GatewayError.BadRequest("Invalid '" + param + "': " + message, code, param);
    }
}
