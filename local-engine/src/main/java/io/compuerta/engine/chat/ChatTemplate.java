package io.compuerta.engine.chat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.ChatMessage.Role;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.model.GgufHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Renders a chat in ChatML, as the templates of Qwen2.5, Qwen3 and SmolLM2 do for chats without tools. Instances are
 * immutable.
 *
 * @param family how the model's template differs from plain ChatML
 */
public record ChatTemplate(Family family) implements ChatFormat {

    private static final PromptPiece START = new PromptPiece.Control("<|im_start|>");
    private static final PromptPiece END = new PromptPiece.Control("<|im_end|>");
    private static final String THINK_END = "</think>";
    private static final Set<String> THINKING_ARCHITECTURES =
            Set.of("qwen3", "qwen3moe", "qwen3next", "qwen35", "qwen35moe");

    /** What a template adds of its own. */
    public enum Family {
        /** Qwen3 and Qwen3.5: thinks unless told not to; no system prompt of its own. */
        QWEN_THINKING(""),
        /** Qwen3 instruct models that never think. */
        QWEN_INSTRUCT(""),
        /** Qwen2.5. */
        QWEN_25("You are Qwen, created by Alibaba Cloud. You are a helpful assistant."),
        /** Qwen2. */
        QWEN_2("You are a helpful assistant."),
        /** SmolLM2, the starter model. */
        SMOLLM_2("You are a helpful AI assistant named SmolLM, trained by Hugging Face"),
        /** Anything else with ChatML markers. */
        PLAIN("");

        private final String system;

        Family(String system) {
            this.system = system;
        }

        private boolean isQwen() {
            return this != SMOLLM_2 && this != PLAIN;
        }
    }

    /**
     * Recognises the family: by the template in the file where there is one, since fine-tunes keep the architecture
     * but not always the manners; else by the architecture.
     */
    public static ChatTemplate of(GgufHeader header) {
        String template = header.text("tokenizer.chat_template").orElse("");
        boolean thinks = THINKING_ARCHITECTURES.contains(header.architecture());
        if (template.isEmpty()) {
            return new ChatTemplate(thinks ? Family.QWEN_THINKING : Family.PLAIN);
        }
        if (template.contains("enable_thinking")) {
            return new ChatTemplate(Family.QWEN_THINKING);
        }
        for (Family family : List.of(Family.QWEN_25, Family.SMOLLM_2, Family.QWEN_2)) {
            if (template.contains(family.system)) {
                return new ChatTemplate(family);
            }
        }
        return new ChatTemplate(thinks ? Family.QWEN_INSTRUCT : Family.PLAIN);
    }

    @Override
    public RenderedChat render(GenerationRequest request) {
        return RenderedChat.plain(request, render(request.messages(), request.thinking()));
    }

    /**
     * The prompt, ending where the assistant begins to speak.
     *
     * @param messages oldest first
     * @param thinking whether a model that can think aloud may; without, it is handed an empty thought
     */
    public List<PromptPiece> render(List<ChatMessage> messages, boolean thinking) {
        List<PromptPiece> pieces = new ArrayList<>();
        if (!family.system.isEmpty() && messages.getFirst().role() != Role.SYSTEM) {
            turn(pieces, "system", family.system);
        }
        int lastQuery = lastQuery(messages);
        for (int index = 0; index < messages.size(); index++) {
            ChatMessage message = messages.get(index);
            switch (message.role()) {
                case SYSTEM, USER -> turn(pieces, message.role().word(), message.content());
                case ASSISTANT ->
                    turn(pieces, "assistant", index < lastQuery ? spoken(message.content()) : message.content());
                case TOOL -> index = toolResults(pieces, messages, index);
            }
        }
        pieces.add(START);
        String opening = family == Family.QWEN_THINKING && !thinking ? "<think>\n\n</think>\n\n" : "";
        pieces.add(new PromptPiece.Plain("assistant\n" + opening));
        return List.copyOf(pieces);
    }

    /** Qwen reads tool results as turns of the user, neighbours in one turn. */
    private int toolResults(List<PromptPiece> pieces, List<ChatMessage> messages, int first) {
        if (!family.isQwen()) {
            turn(pieces, "tool", messages.get(first).content());
            return first;
        }
        StringBuilder results = new StringBuilder();
        int index = first;
        while (index < messages.size() && messages.get(index).role() == Role.TOOL) {
            results.append(index == first ? "" : "\n")
                    .append("<tool_response>\n")
                    .append(messages.get(index).content())
                    .append("\n</tool_response>");
            index++;
        }
        turn(pieces, "user", results.toString());
        return index - 1;
    }

    /** Earlier thoughts are not repeated to a thinking model. */
    private String spoken(String content) {
        int end = content.lastIndexOf(THINK_END);
        if (family != Family.QWEN_THINKING || end < 0) {
            return content;
        }
        return content.substring(end + THINK_END.length()).replaceFirst("^\n+", "");
    }

    private static int lastQuery(List<ChatMessage> messages) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).role() == Role.USER) {
                return index;
            }
        }
        return messages.size();
    }

    private static void turn(List<PromptPiece> pieces, String speaker, String content) {
        pieces.add(START);
        pieces.add(new PromptPiece.Plain(speaker + "\n" + content));
        pieces.add(END);
        pieces.add(new PromptPiece.Plain("\n"));
    }
}
