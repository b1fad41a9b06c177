package io.compuerta.engine.chat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.TokenLogprob;
import java.util.List;
import java.util.function.Consumer;

/** Tells thoughts, text and tool calls of one answer apart as they come. Instances serve one answer. */
public interface AnswerReader {

    /** All of it is text. Without state, so it serves any number of answers. */
    AnswerReader PLAIN = new AnswerReader() {
        @Override
        public void read(String text, List<TokenLogprob> logprobs, Consumer<EngineEvent> out) {
            if (!text.isEmpty() || !logprobs.isEmpty()) {
                out.accept(new EngineEvent.Text(text, logprobs));
            }
        }

        @Override
        public FinishReason finish(FinishReason reason, Consumer<EngineEvent> out) {
            return reason;
        }
    };

    /**
     * Takes the next piece.
     *
     * @param text     whole characters; may be empty
     * @param logprobs of the tokens behind it; empty when not asked for
     * @param out      takes what is certain by now
     */
    void read(String text, List<TokenLogprob> logprobs, Consumer<EngineEvent> out);

    /**
     * Gives out what was held back.
     *
     * @param reason why the model stopped
     * @return why the answer ended, which may be that tools were called
     */
    FinishReason finish(FinishReason reason, Consumer<EngineEvent> out);

    /** Whether the model is thinking at this point: the next token counts as reasoning. */
    default boolean isThinking() {
        return false;
    }
}
