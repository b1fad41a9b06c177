package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** OpenAI's {@code tools} and {@code tool_choice} as the engine's. */
final class RequestTools {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final int MOST = 128;
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";
    private static final JsonMapper JSON = JsonMapper.shared();

    private RequestTools() {}

    /** @throws GatewayError.BadRequest naming what is wrong */
    static Tools of(ChatRequest request) {
        List<ToolSpec> offered = offered(request.get("tools"));
        JsonNode choice = request.get("tool_choice");
        if (choice.path("type").asString("").equals("allowed_tools")) {
            JsonNode allowed = choice.path("allowed_tools");
            offered = allowed(offered, allowed.path("tools"));
            choice = allowed.path("mode");
        }
        ToolChoice wanted = choice(choice, offered);
        JsonNode parallel = request.get("parallel_tool_calls");
        return offered.isEmpty() ? Tools.NONE : new Tools(offered, wanted, parallel.asBoolean(true));
    }

    private static List<ToolSpec> offered(JsonNode tools) {
        List<ToolSpec> offered = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tools.size(); i++) {
            JsonNode function = tools.path(i).path("function");
            String place = "tools[" + i + "].function";
            String name = function.path("name").asString("");
            if (!NAME.matcher(name).matches() || !names.add(name)) {
                throw bad(
                        place + ".name",
                        "a name of 1 to 128 letters, digits, '_', '-' and '.' was expected, once a tool.");
            }
            JsonNode parameters = function.path("parameters");
            boolean none = parameters.isMissingNode() || parameters.isNull();
            if (!none && !parameters.isObject()) {
                throw bad(place + ".parameters", "a JSON Schema object was expected.");
            }
            offered.add(new ToolSpec(
                    name,
                    function.path("description").asString(""),
                    none ? NO_PARAMETERS : JSON.writeValueAsString(parameters),
                    function.path("strict").asBoolean(false)));
        }
        if (offered.size() > MOST) {
            throw bad("tools", "at most " + MOST + " tools are allowed, not " + offered.size() + ".");
        }
        return offered;
    }

    private static List<ToolSpec> allowed(List<ToolSpec> offered, JsonNode names) {
        Set<String> wanted = new HashSet<>();
        names.forEach(each -> wanted.add(
                each.path("function").path("name").asString(each.path("name").asString(""))));
        return offered.stream().filter(tool -> wanted.contains(tool.name())).toList();
    }

    private static ToolChoice choice(JsonNode choice, List<ToolSpec> offered) {
        if (choice.isMissingNode() || choice.isNull()) {
            return new ToolChoice.Auto();
        }
        if (choice.isObject() && choice.path("type").asString("").equals("function")) {
            String name = choice.path("function").path("name").asString("");
            if (offered.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw bad("tool_choice", "the function to be called is not among the tools.");
            }
            return new ToolChoice.Named(name);
        }
        return switch (choice.asString("")) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> {
                if (offered.isEmpty()) {
                    throw bad("tool_choice", "'required' needs tools.");
                }
                yield new ToolChoice.Required();
            }
            default -> throw bad("tool_choice", "use auto, none, required, a function's name or allowed_tools.");
        };
    }

    private static GatewayError bad(String param, String message) {
        return new GatewayError.BadRequest("Invalid '" + param + "': " + message, "invalid_value", param);
    }
}
