package io.compuerta.gateway.pipeline;

import io.compuerta.policy.signal.pii.PiiType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that can go wrong with a request, as the caller should see it. Messages are written for the caller and
 * never hold prompt text, personal data or keys. The edge turns a case into the caller's dialect; nothing else does.
 */
public abstract sealed class GatewayError extends RuntimeException {

    private final int status;
    private final String type;
    private final String code;

    private GatewayError(int status, String type, String code, String message) {
        // No stack trace: these are outcomes, and most are the caller's doing.
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
    }

    public final int status() {
        return status;
    }

    /** OpenAI's {@code error.type}. */
    public final String type() {
        return type;
    }

    /** OpenAI's {@code error.code}; also the bounded tag under which metrics count it. */
    public final String code() {
        return code;
    }

    /** The request parameter at fault, where there is one. */
    public Optional<String> param() {
        return Optional.empty();
    }

    /** Whether the same request may succeed if sent again: becomes {@code x-should-retry}. */
    public boolean retryable() {
        return false;
    }

    /** When to try again, if known. */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    @Override
    public final String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The request is malformed. */
    public static final class BadRequest extends GatewayError {
        private final Optional<String> param;

        public BadRequest(String message, String code) {
            super(400, "invalid_request_error", code, message);
            this.param = Optional.empty();
        }

        public BadRequest(String message, String code, String param) {
            super(400, "invalid_request_error", code, message);
            this.param = Optional.of(param);
        }

        @Override
        public Optional<String> param() {
            return param;
        }
    }

    /** The body exceeds the limit. */
    public static final class TooLarge extends GatewayError {
        public TooLarge(String message) {
            super(413, "invalid_request_error", "request_too_large", message);
        }
    }

    /** The body did not arrive in time. */
    public static final class RequestTimeout extends GatewayError {
        public RequestTimeout(String message) {
            super(408, "invalid_request_error", "request_timeout", message);
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** No key, or a wrong one. */
    public static final class Unauthorized extends GatewayError {
        public Unauthorized(String message) {
            super(401, "invalid_request_error", "invalid_api_key", message);
        }
    }

    /** The key is known, but opens no administration. */
    public static final class AdminKeyRequired extends GatewayError {
        public AdminKeyRequired() {
            super(
                    403,
                    "permission_error",
                    "admin_key_required",
                    "This key opens no administration; use one with 'admin: true' in keys.yaml.");
        }
    }

    /** The policy does not allow what was asked for. */
    public static final class Refused extends GatewayError {
        public Refused(String message) {
            super(403, "permission_error", "policy_refused", message);
        }
    }

    /** The firewall took the prompt for an attack. */
    public static final class PromptBlocked extends GatewayError {
        public PromptBlocked(String kind) {
            super(
                    400,
                    "invalid_request_error",
                    "content_filter",
                    "The prompt was stopped by the gateway's firewall (" + kind + ").");
        }
    }

    /** The request holds personal data of a type that the tenant's rules refuse. */
    public static final class PersonalDataBlocked extends GatewayError {

        /** @param types at least one; named to the caller, unlike what was found */
        public PersonalDataBlocked(Set<PiiType> types) {
            super(
                    400,
                    "invalid_request_error",
                    "personal_data_blocked",
                    "The request holds personal data that the gateway's rules do not accept ("
                            + types.stream().sorted().map(PiiType::name).collect(Collectors.joining(", "))
                            + "); take it out and ask again.");
        }
    }

    /** The model id is not known here. */
    public static final class UnknownModel extends GatewayError {
        public UnknownModel(String model) {
            super(
                    404,
                    "invalid_request_error",
                    "model_not_found",
                    "The model `" + model + "` does not exist or you do not have access to it.");
        }

        @Override
        public Optional<String> param() {
            return Optional.of("model");
        }
    }

    /** A rating for an answer that the tenant never got. */
    public static final class UnknownRequest extends GatewayError {
        public UnknownRequest() {
            super(
                    404,
                    "invalid_request_error",
                    "request_not_found",
                    "No answered chat of yours has this request id; give the x-request-id of its answer.");
        }

        @Override
        public Optional<String> param() {
            return Optional.of("request_id");
        }
    }

    /** No endpoint has this path. */
    public static final class UnknownUrl extends GatewayError {
        public UnknownUrl(String method, String path) {
            super(404, "invalid_request_error", "unknown_url", "Unknown request URL: " + method + " " + path + ".");
        }
    }

    /** The path exists, but not with this method. */
    public static final class MethodNotAllowed extends GatewayError {
        private final String allowed;

        public MethodNotAllowed(String method, String allowed) {
            super(
                    405,
                    "invalid_request_error",
                    "method_not_allowed",
                    "Not allowed to " + method + " here; use " + allowed + ".");
            this.allowed = allowed;
        }

        public String allowed() {
            return allowed;
        }
    }

    /** The user has used up a limit. */
    public static final class RateLimited extends GatewayError {
        private final Duration retryAfter;
        private final boolean retryable;

        /**
         * @param retryable false when the wait is too long for a client to sit out, as with a daily limit
         */
        public RateLimited(String message, Duration retryAfter, boolean retryable) {
            super(429, "rate_limit_exceeded", "rate_limit_exceeded", message);
            this.retryAfter = retryAfter;
            this.retryable = retryable;
        }

        @Override
        public boolean retryable() {
            return retryable;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(retryAfter);
        }
    }

    /** The prompt does not fit the model. */
    public static final class ContextExceeded extends GatewayError {
        public ContextExceeded(String message) {
            super(400, "invalid_request_error", "context_length_exceeded", message);
        }

        @Override
        public Optional<String> param() {
            return Optional.of("messages");
        }
    }

    /** Nothing that may answer can answer now. */
    public static final class Unavailable extends GatewayError {
        private final Optional<Duration> retryAfter;

        public Unavailable(String message) {
            super(503, "server_error", "unavailable", message);
            this.retryAfter = Optional.empty();
        }

        public Unavailable(String message, Duration retryAfter) {
            super(503, "server_error", "unavailable", message);
            this.retryAfter = Optional.of(retryAfter);
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** A stage that protects privacy or safety failed; the request was not sent anywhere. */
    public static final class ProtectionFailed extends GatewayError {
        public ProtectionFailed(String stage) {
            super(503, "server_error", "protection_failed", "The " + stage + " check failed; nothing was sent.");
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** The answer could not be watched for what it must not say, so it ends. */
    public static final class OutputUnchecked extends GatewayError {
        public OutputUnchecked() {
            super(503, "server_error", "protection_failed", "The output check failed; the answer ends here.");
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** A provider refused the call itself (a 4xx of its own); the same call will fail again. */
    public static final class UpstreamRejected extends GatewayError {
        public UpstreamRejected(int status, String code, String message) {
            super(status, "invalid_request_error", code, message);
        }
    }

    /** A provider failed. */
    public static final class UpstreamFailed extends GatewayError {
        private final Optional<Duration> retryAfter;
        private final boolean transientFault;

        /**
         * @param transientFault whether another try may help: connect errors, 429, 502, 503, 504
         */
        public UpstreamFailed(
                int status, String code, String message, boolean transientFault, Optional<Duration> retryAfter) {
            super(status, status == 429 ? "rate_limit_exceeded" : "server_error", code, message);
            this.transientFault = transientFault;
            this.retryAfter = retryAfter;
        }

        @Override
        public boolean retryable() {
            return transientFault;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** A defect of the gateway; the log has the id. */
    public static final class Internal extends GatewayError {
        public Internal() {
            super(500, "server_error", "internal_error", "The gateway failed; the request id finds it in the log.");
        }
    }
}
