package io.compuerta.engine.chat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import io.compuerta.engine.chat.schema.Gbnf;
import io.compuerta.engine.chat.schema.SchemaGrammar;
import io.compuerta.engine.chat.schema.UnsupportedSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules that an answer has to follow, from what the request asks of its form and its tools. */
final class RequestGrammar {

    private static final int MOST_CALLS = 16;
    private static final String THOUGHT_END = "</think>";

    private final GenerationRequest request;
    private final ToolSyntax syntax;
    private final Gbnf rules = new Gbnf();
    private final Set<String> unenforced = new HashSet<>();

    private RequestGrammar(GenerationRequest request, ToolSyntax syntax) {
        this.request = request;
        this.syntax = syntax;
    }

    /** Whether the rules hold from the answer's first word on. */
    static boolean holdsFromTheStart(GenerationRequest request) {
        return !(request.format() instanceof OutputFormat.Free) || mustCall(request);
    }

    private static boolean mustCall(GenerationRequest request) {
        Tools tools = request.tools();
        return tools.isUsable()
                && (tools.choice() instanceof ToolChoice.Required || tools.choice() instanceof ToolChoice.Named);
    }

    /**
     * The grammar; null if the answer is free.
     *
     * @param thoughtOpen whether the answer starts within a thought, after which alone the rules hold
     * @throws EngineException.Unsupported if a schema cannot be kept
     */
    static @Nullable Grammar of(GenerationRequest request, ToolSyntax syntax, boolean thoughtOpen) {
        RequestGrammar grammar = new RequestGrammar(request, syntax);
        boolean tools = request.tools().isUsable();
        if (!holdsFromTheStart(request)) {
            return tools ? grammar.of(grammar.calls(), List.of(ToolSyntax.OPEN)) : null;
        }
        List<String> options = new ArrayList<>();
        if (!mustCall(request)) {
            options.add(grammar.value());
        }
        if (tools) {
            options.add(grammar.calls());
        }
        String body = String.join(" | ", options);
        if (!thoughtOpen) {
            return grammar.of(body, List.of());
        }
        String afterThought = Gbnf.literal(THOUGHT_END) + " [ \\n]{0,4} (" + body + ")";
        return grammar.of(afterThought, List.of(THOUGHT_END));
    }

    private Grammar of(String body, List<String> triggers) {
        return new Grammar(rules.text(body), triggers, unenforced.size());
    }

    private String value() {
        return switch (request.format()) {
            case OutputFormat.JsonSchema format -> {
                try {
                    yield SchemaGrammar.add(SchemaGrammar.read(format.schema()), rules);
                } catch (UnsupportedSchema problem) {
                    throw new EngineException.Unsupported(
                            "response_format", "response_format: " + problem.explanation());
                }
            }
            case OutputFormat.JsonObject any -> SchemaGrammar.addObject(rules);
            case OutputFormat.Free free -> throw new IllegalStateException("a free answer has no rules");
        };
    }

    private String calls() {
        List<String> options = new ArrayList<>();
        for (ToolSpec tool : request.tools().offered()) {
            boolean wanted = !(request.tools().choice() instanceof ToolChoice.Named named)
                    || named.name().equals(tool.name());
            if (wanted) {
                options.add(syntax == ToolSyntax.JSON ? jsonCall(tool) : xmlCall(tool));
            }
        }
        String call = rules.rule(String.join(" | ", options));
        return request.tools().parallel()
                ? rules.rule(call + " (\"\\n\" " + call + "){0," + (MOST_CALLS - 1) + "}")
                : call;
    }

    private String jsonCall(ToolSpec tool) {
        String start = ToolSyntax.OPEN + "\n{\"name\": " + JsonMapper.shared().writeValueAsString(tool.name())
                + ", \"arguments\": ";
        return rules.rule(Gbnf.literal(start) + " " + arguments(tool) + " " + Gbnf.literal("}\n" + ToolSyntax.CLOSE));
    }

    /** Tools are often told more than rules can keep; only who insists on all of it learns what that is. */
    private void notKept(ToolSpec tool, UnsupportedSchema problem) {
        if (tool.strict()) {
            throw new EngineException.Unsupported(
                    "tools",
                    "tools: '" + tool.name() + "' is strict, and its parameters cannot be kept: "
                            + problem.explanation());
        }
        unenforced.add(tool.name());
    }

    private static JsonNode objectSchema(ToolSpec tool) {
        JsonNode schema = SchemaGrammar.read(tool.parameters());
        if (!schema.path("type").asString("object").equals("object")) {
            throw new UnsupportedSchema("/type", "the parameters of a function are an object");
        }
        return schema;
    }

    /** By the tool's schema; where that says what rules cannot, any object. */
    private String arguments(ToolSpec tool) {
        try {
            return SchemaGrammar.add(objectSchema(tool), rules);
        } catch (UnsupportedSchema tooRich) {
            notKept(tool, tooRich);
            return SchemaGrammar.addObject(rules);
        }
    }

    private String xmlCall(ToolSpec tool) {
        XmlArguments parameters = XmlArguments.of(tool);
        try {
            XmlArguments.requireExpressible(objectSchema(tool));
            // For what it says only: in XML the parameters' rules are put together one by one.
            SchemaGrammar.add(parameters.whole(), rules.scratch());
        } catch (UnsupportedSchema tooRich) {
            notKept(tool, tooRich);
        }
        StringBuilder call = new StringBuilder(Gbnf.literal(ToolSyntax.OPEN + "\n<function=" + tool.name() + ">\n"));
        for (String name : parameters.names()) {
            String value = value(tool, parameters, name);
            String parameter = rules.rule(
                    Gbnf.literal("<parameter=" + name + ">\n") + " " + value + " " + Gbnf.literal("\n</parameter>\n"));
            call.append(' ').append(parameter).append(parameters.isRequired(name) ? "" : "?");
        }
        call.append(' ').append(Gbnf.literal("</function>\n" + ToolSyntax.CLOSE));
        return rules.rule(call.toString());
    }

    private String value(ToolSpec tool, XmlArguments parameters, String name) {
        try {
            return parameters.isText(name)
                    ? rawText(parameters, name)
                    : SchemaGrammar.addPart(parameters.whole(), parameters.schema(name), "", false, rules);
        } catch (UnsupportedSchema tooRich) {
            notKept(tool, tooRich);
            return anyText();
        }
    }

    private String rawText(XmlArguments parameters, String name) {
        JsonNode schema = parameters.schema(name);
        List<String> values = new ArrayList<>();
        schema.path("enum").forEach(value -> values.add(Gbnf.literal(value.asString(""))));
        if (schema.has("const")) {
            values.add(Gbnf.literal(schema.path("const").asString("")));
        }
        if (!values.isEmpty()) {
            return rules.rule(String.join(" | ", values));
        }
        if (schema.has("pattern") || schema.has("format") || schema.has("maxLength") || schema.has("minLength")) {
            return SchemaGrammar.addPart(parameters.whole(), schema, "", true, rules);
        }
        return anyText();
    }

    /** Any text that does not hold {@code </}, which would end it: a state for each of the two characters. */
    private String anyText() {
        String character = rules.rule("[^<] | \"<\" [^/<]");
        return rules.rule(character + "{0,1500}");
    }
}
