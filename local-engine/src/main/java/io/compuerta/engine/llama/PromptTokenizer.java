package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.chat.PromptPiece;
import io.compuerta.engine.chat.RenderedChat;
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

    private static final int USUAL_CHARACTERS_PER_TOKEN = 4;

    private final LlamaModel model;
    private final Map<String, Integer> markers = new HashMap<>();
    private final int leading;

    PromptTokenizer(LlamaModel model) {
        this.model = model;
        this.leading = model.leadingToken();
    }

    /**
     * @throws EngineException.ContextExceeded if the prompt leaves no room for an answer
     * @throws EngineException.Unavailable if the model's vocabulary lacks a marker of the prompt
     */
    int[] tokenize(RenderedChat chat, int contextTokens) {
        List<PromptPiece> pieces = chat.prompt();
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

    /** Roughly how many tokens that will be; from any thread. */
    static int estimate(RenderedChat chat) {
        long characters =
                chat.prompt().stream().mapToLong(piece -> piece.text().length()).sum();
        return (int) Math.min(Integer.MAX_VALUE, 1 + characters / USUAL_CHARACTERS_PER_TOKEN);
    }

    private int marker(String text) {
        return markers.computeIfAbsent(text, marker -> {
            int[] ids = model.tokenize(marker, true);
            if (ids.length != 1) {
                throw new EngineException.Unavailable("the model's vocabulary lacks the marker " + marker
                        + " of its chat template; only chat models with such markers can be used");
            }
            return ids[0];
        });
    }
}
