package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.model.ChatTemplate;
import io.compuerta.engine.model.PromptPiece;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A chat as token ids. The template's markers become control tokens; everything else is tokenized as plain text, so
 * {@code <|im_end|>} in a user's message is just those characters. Belongs to the engine's thread.
 */
final class PromptTokenizer {

    /** Text has about four; a prompt of far more cannot fit, and is refused before it costs the time of tokenizing. */
    private static final int MAX_CHARACTERS_PER_TOKEN = 16;

    private final LlamaModel model;
    private final ChatTemplate template;
    private final Map<String, Integer> markers = new HashMap<>();
    private final int leading;

    /** @throws EngineException.Unavailable if the model's vocabulary lacks a marker */
    PromptTokenizer(LlamaModel model, ChatTemplate template) {
        this.model = model;
        this.template = template;
        this.leading = model.leadingToken();
        for (String marker : ChatTemplate.MARKERS) {
            int[] ids = model.tokenize(marker, true);
            if (ids.length != 1) {
                throw new EngineException.Unavailable(
                        "the model's vocabulary lacks " + marker + "; only chat models that speak ChatML can be used");
            }
            markers.put(marker, ids[0]);
        }
    }

    /** @throws EngineException.ContextExceeded if the prompt leaves no room for an answer */
    int[] tokenize(GenerationRequest request, int contextTokens) {
        List<PromptPiece> pieces = template.render(request.messages(), request.thinking());
        long characters =
                pieces.stream().mapToLong(piece -> piece.text().length()).sum();
        if (characters > (long) MAX_CHARACTERS_PER_TOKEN * contextTokens) {
            throw new EngineException.ContextExceeded((int) Math.min(Integer.MAX_VALUE, characters / 4), contextTokens);
        }
        IntStream.Builder ids = IntStream.builder();
        if (leading >= 0) {
            ids.add(leading);
        }
        for (PromptPiece piece : pieces) {
            switch (piece) {
                case PromptPiece.Control control -> ids.add(marker(control.text()));
                case PromptPiece.Plain plain ->
                    IntStream.of(model.tokenize(plain.text(), false)).forEach(ids);
            }
        }
        int[] prompt = ids.build().toArray();
        if (prompt.length >= contextTokens) {
            throw new EngineException.ContextExceeded(prompt.length, contextTokens);
        }
        return prompt;
    }

    private int marker(String text) {
        Integer id = markers.get(text);
        if (id == null) {
            throw new IllegalStateException("the template uses " + text + ", which is not among its markers");
        }
        return id;
    }
}
