package io.compuerta.engine.chat;

import io.compuerta.engine.GenerationRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request made ready for its model.
 *
 * @param request what was asked
 * @param prompt  ends where the assistant begins to speak
 * @param grammar that the answer has to follow, in GBNF; null leaves it free
 * @param reader  turns this answer's text into events; used by one thread at a time
 */
public record RenderedChat(
        GenerationRequest request,
        List<PromptPiece> prompt,
        @Nullable Grammar grammar,
        AnswerReader reader) {

    public RenderedChat {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reader, "reader");
        prompt = List.copyOf(prompt);
    }

    /** An answer that is text and nothing else. */
    public static RenderedChat plain(GenerationRequest request, List<PromptPiece> prompt) {
        return new RenderedChat(request, prompt, null, AnswerReader.PLAIN);
    }

    /** Leaves the prompt out: it is the user's. */
    @Override
    public String toString() {
        return "RenderedChat[" + prompt.size() + " pieces]";
    }
}
