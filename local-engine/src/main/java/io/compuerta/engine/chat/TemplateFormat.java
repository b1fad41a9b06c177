package io.compuerta.engine.chat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.ChatMessage.Role;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Tools;
import io.compuerta.engine.chat.jinja.JinjaException;
import io.compuerta.engine.chat.jinja.JinjaTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Talks to a model through a template.
 *
 * @param template  the model's own, or ChatML
 * @param withTools that is used instead where the request has tools; empty if the template knows them itself
 * @param syntax    of calls
 * @param thinks    whether the model marks thoughts
 */
record TemplateFormat(
        JinjaTemplate template,
        Optional<JinjaTemplate> withTools,
        ToolSyntax syntax,
        ControlMarkers markers,
        boolean thinks)
        implements ChatFormat {

    private static final String THOUGHT_START = "<think>";

    /** Room for the template's own words. */
    private static final long LEAST_ROOM = 4_000_000;

    /** Templates look at each text a few times; a text may grow sixfold when it is written as JSON. */
    private static final long ROOM_PER_CHARACTER = 40;

    @Override
    public RenderedChat render(GenerationRequest request) {
        String prompt = prompt(request);
        boolean open = thinks && prompt.stripTrailing().endsWith(THOUGHT_START);
        if (open && !request.thinking()) {
            prompt = prompt.stripTrailing() + "\n\n</think>\n\n";
            open = false;
        } else if (thinks && !open && request.thinking() && RequestGrammar.holdsFromTheStart(request)) {
            // The rules hold from the thought's end on, so there has to be one.
            prompt = prompt + THOUGHT_START + "\n";
            open = true;
        }
        Tools tools = request.tools().isUsable() ? request.tools() : Tools.NONE;
        AnswerReader reader =
                thinks || tools.isUsable() ? new AnswerParts(thinks, open, tools, syntax) : AnswerReader.PLAIN;
        return new RenderedChat(request, markers.split(prompt), RequestGrammar.of(request, syntax, open), reader);
    }

    private String prompt(GenerationRequest request) {
        try {
            return rendered(request, request.messages());
        } catch (JinjaException refused) {
            List<ChatMessage> reordered = systemFirst(request.messages());
            try {
                if (!reordered.equals(request.messages())) {
                    return rendered(request, reordered);
                }
            } catch (JinjaException again) {
                throw unsupported(again);
            }
            throw unsupported(refused);
        }
    }

    private static EngineException unsupported(JinjaException refused) {
        return new EngineException.Unsupported("messages", String.valueOf(refused.getMessage()));
    }

    private String rendered(GenerationRequest request, List<ChatMessage> messages) {
        boolean calls = request.tools().isUsable()
                || messages.stream().anyMatch(message -> !message.toolCalls().isEmpty());
        JinjaTemplate chosen = calls ? withTools.orElse(template) : template;
        Map<String, Object> variables = new ChatVariables(markers).of(request, messages, thinks);
        long size = messages.stream().mapToLong(TemplateFormat::size).sum();
        long tools = request.tools().offered().stream()
                .mapToLong(tool ->
                        tool.parameters().length() + (long) tool.description().length())
                .sum();
        return chosen.render(variables, LEAST_ROOM + ROOM_PER_CHARACTER * (size + tools));
    }

    private static long size(ChatMessage message) {
        return message.content().length()
                + message.reasoning().length()
                + message.toolCalls().stream()
                        .mapToLong(call -> call.arguments().length())
                        .sum();
    }

    /** Some templates take a system message only at the beginning; applications send them anywhere. */
    private static List<ChatMessage> systemFirst(List<ChatMessage> messages) {
        String system = messages.stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .map(ChatMessage::content)
                .collect(Collectors.joining("\n\n"));
        List<ChatMessage> reordered = new ArrayList<>();
        if (!system.isEmpty()) {
            reordered.add(new ChatMessage(Role.SYSTEM, system));
        }
        messages.stream().filter(message -> message.role() != Role.SYSTEM).forEach(reordered::add);
        return reordered;
    }
}
