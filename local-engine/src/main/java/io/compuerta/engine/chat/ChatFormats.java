package io.compuerta.engine.chat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import io.compuerta.engine.chat.jinja.JinjaException;
import io.compuerta.engine.chat.jinja.JinjaTemplate;
import io.compuerta.engine.model.GgufHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how a model wants to be talked to. */
public final class ChatFormats {

    private static final Logger LOG = LoggerFactory.getLogger(ChatFormats.class);
    private static final String CHATML = read("chatml.jinja");
    private static final Set<String> THINKING_ARCHITECTURES =
            Set.of("qwen3", "qwen3moe", "qwen3next", "qwen35", "qwen35moe");

    /** A word that no template has of its own. */
    private static final String PROBE = "compuerta_probe";

    private ChatFormats() {}

    /**
     * By the template in the file; where there is none, or one that cannot be rendered, by ChatML, which all models that
     * are served have the markers of. Takes milliseconds.
     */
    public static ChatFormat of(GgufHeader header) {
        String template = header.text("tokenizer.chat_template").orElse("");
        if (!template.isBlank()) {
            try {
                return byTemplate(template, ControlMarkers.of(header, List.of(template, CHATML)));
            } catch (JinjaException | EngineException failure) {
                LOG.warn("the model's chat template cannot be used, ChatML is: {}", failure.getMessage());
            }
        }
        boolean thinks = THINKING_ARCHITECTURES.contains(header.architecture());
        return chatMl(ControlMarkers.of(header, List.of(CHATML)), thinks);
    }

    static ChatFormat chatMl(ControlMarkers markers, boolean thinks) {
        JinjaTemplate template = JinjaTemplate.compile(CHATML, markers::mark);
        return new TemplateFormat(template, Optional.empty(), ToolSyntax.JSON, markers, thinks);
    }

    /** @throws JinjaException if the template cannot be read, @throws EngineException if it cannot render a chat */
    static ChatFormat byTemplate(String source, ControlMarkers markers) {
        JinjaTemplate template = JinjaTemplate.compile(source, markers::mark);
        boolean thinks = source.contains("<think>") || source.contains("</think>");
        TemplateFormat format = new TemplateFormat(template, Optional.empty(), ToolSyntax.JSON, markers, thinks);
        // Looked at before the first user does: what fails here fails for everybody.
        format.render(probe(false));
        format.render(probe(true));
        return toolSyntax(format)
                .<ChatFormat>map(syntax -> new TemplateFormat(template, Optional.empty(), syntax, markers, thinks))
                .orElseGet(() -> new TemplateFormat(
                        template,
                        Optional.of(JinjaTemplate.compile(CHATML, markers::mark)),
                        ToolSyntax.JSON,
                        markers,
                        thinks));
    }

    private static GenerationRequest probe(boolean thinking) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 1)
                .withThinking(thinking);
    }

    /** How the template shows a call that was made is how it wants calls made; empty if it shows none. */
    private static Optional<ToolSyntax> toolSyntax(TemplateFormat format) {
        ToolSpec tool = new ToolSpec(PROBE, "", "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}");
        ChatMessage call = new ChatMessage(
                ChatMessage.Role.ASSISTANT, "", List.of(new ToolInvocation("call_1", PROBE, "{\"a\":\"b\"}")), "");
        List<ChatMessage> chat = List.of(
                new ChatMessage(ChatMessage.Role.USER, "?"),
                call,
                new ChatMessage(ChatMessage.Role.TOOL, "!", List.of(), "call_1"));
        GenerationRequest request = GenerationRequest.of(chat, Sampling.GREEDY, 1)
                .withTools(new Tools(List.of(tool), new ToolChoice.Auto(), true));
        String prompt;
        try {
            prompt = format.render(request).prompt().stream()
                    .map(PromptPiece::text)
                    .collect(Collectors.joining());
        } catch (EngineException refused) {
            return Optional.empty();
        }
        String compact = prompt.replaceAll("\\s", "");
        if (compact.contains(ToolSyntax.OPEN + "<function=" + PROBE + ">")) {
            return Optional.of(ToolSyntax.XML);
        }
        return compact.contains(ToolSyntax.OPEN + "{\"name\":\"" + PROBE + "\"")
                ? Optional.of(ToolSyntax.JSON)
                : Optional.empty();
    }

    private static String read(String resource) {
        try (InputStream file = ChatFormats.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
