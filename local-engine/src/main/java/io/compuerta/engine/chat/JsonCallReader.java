package io.compuerta.engine.chat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.Tools;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code {"name": "...", "arguments": {...}}}. The arguments are passed on as they come once the name is known; an object
 * in another order is read when it is whole.
 */
final class JsonCallReader implements CallReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern HEAD =
            Pattern.compile("\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*,\\s*\"arguments\"\\s*:\\s*(?=\\{)");

    private final Tools tools;
    private final int index;
    private boolean inArguments;
    private boolean inString;
    private boolean escaped;
    private boolean argumentsOver;
    private int depth;

    JsonCallReader(Tools tools, int index) {
        this.tools = tools;
        this.index = index;
    }

    @Override
    public Progress read(StringBuilder held, Consumer<EngineEvent> out, boolean end) {
        if (!inArguments) {
            Matcher head = HEAD.matcher(held);
            if (!head.lookingAt()) {
                return head.hitEnd() && !end ? Progress.MORE : whole(held, out, end);
            }
            String name = head.group(1);
            if (CallReader.offered(tools, name).isEmpty()) {
                return Progress.MALFORMED;
            }
            held.delete(0, head.end());
            out.accept(CallReader.begin(index, name));
            inArguments = true;
        }
        if (!argumentsOver) {
            int length = argumentsEnd(held);
            if (length > 0) {
                out.accept(new EngineEvent.ToolArguments(index, held.substring(0, length)));
                held.delete(0, length);
            }
        }
        return argumentsOver || end ? CallReader.close(held, end) : Progress.MORE;
    }

    /** How far the arguments go in what is held. */
    private int argumentsEnd(StringBuilder held) {
        for (int at = 0; at < held.length(); at++) {
            char next = held.charAt(at);
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = next == '\\';
                inString = next != '"';
            } else if (next == '"') {
                inString = true;
            } else if (next == '{' || next == '[') {
                depth++;
            } else if ((next == '}' || next == ']') && --depth == 0) {
                argumentsOver = true;
                return at + 1;
            }
        }
        return held.length();
    }

    private Progress whole(StringBuilder held, Consumer<EngineEvent> out, boolean end) {
        int close = held.indexOf(ToolSyntax.CLOSE);
        if (close < 0 && !end) {
            return Progress.MORE;
        }
        JsonNode call;
        try {
            call = JSON.readTree(close < 0 ? held.toString() : held.substring(0, close));
        } catch (JacksonException malformed) {
            return Progress.MALFORMED;
        }
        String name = call.path("name").asString("");
        JsonNode arguments = call.path("arguments");
        boolean empty = arguments.isMissingNode() || arguments.isNull();
        if (CallReader.offered(tools, name).isEmpty() || !arguments.isObject() && !empty) {
            return Progress.MALFORMED;
        }
        out.accept(CallReader.begin(index, name));
        out.accept(new EngineEvent.ToolArguments(index, empty ? "{}" : JSON.writeValueAsString(arguments)));
        return CallReader.close(held, end);
    }
}
