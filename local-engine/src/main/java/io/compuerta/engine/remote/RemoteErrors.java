package io.compuerta.engine.remote;

import io.compuerta.engine.EngineException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server's refusal means. Its message is read but never repeated: servers quote the request in it, which is the
 * user's text.
 */
final class RemoteErrors {

    private static final Duration USUAL_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.\\[\\]]{1,64}");
    private static final Pattern INPUT_TOKENS = Pattern.compile(
            "(?:passed|has|resulted in|requested|\\() ?(\\d{1,9}) (?:input |prompt )?tokens|\\((\\d{1,9}) in the messages"
                    + "|messages take (\\d{1,9})");
    private static final Pattern CONTEXT_TOKENS =
            Pattern.compile("(?:context (?:length|size|window)[^0-9]{0,40}|n_ctx[^0-9]{0,10})(\\d{1,9})");

    private final JsonMapper json;

    RemoteErrors(JsonMapper json) {
        this.json = json;
    }

    /** @param contextTokens as the server told earlier; 0 if it did not */
    EngineException of(String server, int status, HttpHeaders headers, String body, int contextTokens) {
        String host = "the engine at " + server;
        JsonNode error = error(body);
        if (status == 429 || status == 503) {
            return new EngineException.Overloaded(host + " is busy (HTTP " + status + ")", wait(headers));
        }
        if (status == 401 || status == 403) {
            return new EngineException.Unavailable(host + " wants another key (HTTP " + status + ")");
        }
        if (status == 404) {
            return new EngineException.Unsupported("model", host + " does not have the model that was asked for");
        }
        String message = error.path("message").asString("").toLowerCase(Locale.ROOT);
        // 413: more than the server reads at all.
        if (status == 413 || (status < 500 && isContext(error, message))) {
            return contextExceeded(error, message, contextTokens);
        }
        if (status >= 400 && status < 500) {
            String told = error.path("param").asString("");
            String parameter = PARAMETER.matcher(told).matches() ? told : "";
            String which = parameter.isEmpty() ? "" : ", naming '" + parameter + "'";
            return new EngineException.Unsupported(
                    parameter.isEmpty() ? "messages" : parameter,
                    host + " refused the request (HTTP " + status + which + ")");
        }
        return new EngineException.Unavailable(host + " failed (HTTP " + status + ")");
    }

    /** The error object, wherever the server keeps it. */
    private JsonNode error(String body) {
        try {
            JsonNode root = json.readTree(body);
            return root.path("error").isObject() ? root.path("error") : root;
        } catch (JacksonException e) {
            return json.createObjectNode();
        }
    }

    private static boolean isContext(JsonNode error, String message) {
        String code = error.path("code").asString("") + error.path("type").asString("");
        return code.contains("context_length_exceeded")
                || code.contains("exceed_context_size")
                || message.contains("context length")
                || message.contains("context size")
                || message.contains("context window");
    }

    private static EngineException contextExceeded(JsonNode error, String message, int known) {
        int context = error.path("n_ctx").asInt(0);
        if (context == 0) {
            context = known > 0 ? known : first(CONTEXT_TOKENS, message);
        }
        int prompt = error.path("n_prompt_tokens").asInt(0);
        if (prompt == 0) {
            prompt = first(INPUT_TOKENS, message);
        }
        // Where it says only that it is too much, one more than there is room for is the least that it can be.
        return new EngineException.ContextExceeded(prompt > 0 ? prompt : context + 1, context);
    }

    private static int first(Pattern pattern, String message) {
        Matcher found = pattern.matcher(message);
        if (!found.find()) {
            return 0;
        }
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return Integer.parseInt(found.group(group));
            }
        }
        return 0;
    }

    private static Duration wait(HttpHeaders headers) {
        try {
            return headers.firstValue("retry-after")
                    .map(text -> Duration.ofSeconds(Long.parseLong(text.strip())))
                    .filter(wait -> !wait.isNegative() && wait.compareTo(LONGEST_WAIT) <= 0)
                    .orElse(USUAL_WAIT);
        } catch (NumberFormatException e) {
            // A date: rare, and the clocks may differ.
            return USUAL_WAIT;
        }
    }
}
