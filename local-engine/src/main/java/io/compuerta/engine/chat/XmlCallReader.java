package io.compuerta.engine.chat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code <function=name><parameter=key>value</parameter></function>}, told as the JSON object that it means. Texts are
 * passed on as they come; other values when they are whole, as JSON if they are, else as texts.
 */
final class XmlCallReader implements CallReader {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern FUNCTION = Pattern.compile("\\s*<function=([^>\\n]+)>");
    private static final Pattern PARAMETER = Pattern.compile("\\s*<parameter=([^>\\n]+)>\\n?");
    private static final Pattern END = Pattern.compile("\\s*</function>");
    private static final String VALUE_END = "</parameter>";

    private enum State {
        NAME,
        BETWEEN,
        TEXT,
        VALUE,
        OVER
    }

    private final Tools tools;
    private final int index;
    private State state = State.NAME;
    private @Nullable XmlArguments arguments;
    private boolean first = true;

    XmlCallReader(Tools tools, int index) {
        this.tools = tools;
        this.index = index;
    }

    @Override
    public Progress read(StringBuilder held, Consumer<EngineEvent> out, boolean end) {
        while (true) {
            switch (state) {
                case NAME -> {
                    Matcher function = FUNCTION.matcher(held);
                    if (!function.lookingAt()) {
                        return function.hitEnd() && !end ? Progress.MORE : Progress.MALFORMED;
                    }
                    Optional<ToolSpec> tool =
                            CallReader.offered(tools, function.group(1).strip());
                    if (tool.isEmpty()) {
                        return Progress.MALFORMED;
                    }
                    held.delete(0, function.end());
                    arguments = XmlArguments.of(tool.get());
                    out.accept(CallReader.begin(index, tool.get().name()));
                    tell("{", out);
                    state = State.BETWEEN;
                }
                case BETWEEN -> {
                    if (!between(held, out, end)) {
                        return Progress.MORE;
                    }
                }
                case TEXT, VALUE -> {
                    if (!value(held, out, end)) {
                        return Progress.MORE;
                    }
                }
                case OVER -> {
                    return CallReader.close(held, end);
                }
            }
        }
    }

    private boolean between(StringBuilder held, Consumer<EngineEvent> out, boolean end) {
        Matcher parameter = PARAMETER.matcher(held);
        Matcher over = END.matcher(held);
        boolean more = parameter.lookingAt();
        if (more && parameter.end() == held.length() && !held.toString().endsWith("\n") && !end) {
            // The line break behind the marker belongs to it.
            return false;
        }
        if (more) {
            String name = parameter.group(1).strip();
            held.delete(0, parameter.end());
            XmlArguments known = arguments;
            state = known != null && known.isText(name) ? State.TEXT : State.VALUE;
            tell((first ? "" : ", ") + JSON.writeValueAsString(name) + ": " + (state == State.TEXT ? "\"" : ""), out);
            first = false;
            return true;
        }
        boolean undecided = parameter.hitEnd();
        if (!over.lookingAt() && (undecided || over.hitEnd()) && !end) {
            return false;
        }
        tell("}", out);
        state = State.OVER;
        return true;
    }

    private boolean value(StringBuilder held, Consumer<EngineEvent> out, boolean end) {
        int close = held.indexOf(VALUE_END);
        if (close < 0 && !end) {
            if (state == State.TEXT) {
                int certain = certain(held);
                tell(escaped(held.substring(0, certain)), out);
                held.delete(0, certain);
            }
            return false;
        }
        String value = close < 0 ? held.toString() : held.substring(0, close);
        String inner = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        tell(state == State.TEXT ? escaped(inner) + "\"" : json(inner), out);
        held.delete(0, close < 0 ? held.length() : close + VALUE_END.length());
        state = State.BETWEEN;
        return true;
    }

    /** What cannot be the beginning of the end. */
    private static int certain(StringBuilder held) {
        String ending = "\n" + VALUE_END;
        for (int length = Math.min(ending.length(), held.length()); length > 0; length--) {
            String tail = held.substring(held.length() - length);
            if (ending.startsWith(tail) || VALUE_END.startsWith(tail)) {
                return held.length() - length;
            }
        }
        return held.length();
    }

    private static String escaped(String text) {
        String quoted = JSON.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }

    /** The words of Python too: that is how templates show these values to the model. */
    private static String json(String value) {
        switch (value.strip()) {
            case "" -> {
                return "\"\"";
            }
            case "True", "False" -> {
                return value.strip().toLowerCase(java.util.Locale.ROOT);
            }
            case "None" -> {
                return "null";
            }
            default -> {}
        }
        try {
            return JSON.writeValueAsString(JSON.readTree(value));
        } catch (JacksonException text) {
            return JSON.writeValueAsString(value);
        }
    }

    private void tell(String fragment, Consumer<EngineEvent> out) {
        if (!fragment.isEmpty()) {
            out.accept(new EngineEvent.ToolArguments(index, fragment));
        }
    }
}
