package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a model says, piece by piece, independent of the wire dialect. {@code choice} numbers the answers when the caller
 * asked for several. A stream starts with {@link Begin}, before which only {@link Discarded} may stand, every choice ends with a {@link Finish}, {@link Usage} follows
 * if the model tells it, and the accounting stage closes with {@link Billed}.
 */
public sealed interface AnswerEvent {

    /** The first token is here: from now on it is decided who answers, and nothing is tried again. */
    record Begin(Origin origin) implements AnswerEvent {}

    /**
     * A piece of the answer.
     *
     * @param logprobs the provider's log-probabilities of these tokens, as it wrote them
     */
    record Text(int choice, String text, Optional<JsonNode> logprobs) implements AnswerEvent {

        public Text(int choice, String text) {
            this(choice, text, Optional.empty());
        }

        @Override
        public String toString() {
            return "Text[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** A piece of the model's reasoning, which precedes its answer. */
    record Reasoning(int choice, String text) implements AnswerEvent {
        @Override
        public String toString() {
            return "Reasoning[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** A piece of a refusal, which takes the place of the answer. */
    record Refusal(int choice, String text) implements AnswerEvent {
        @Override
        public String toString() {
            return "Refusal[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** A tool call begins. Its arguments follow as {@link ToolArguments} of the same choice and index. */
    record ToolCall(int choice, int index, String id, String name) implements AnswerEvent {}

    /** A piece of a tool call's arguments, which together are a JSON text. */
    record ToolArguments(int choice, int index, String fragment) implements AnswerEvent {
        @Override
        public String toString() {
            return "ToolArguments[" + choice + ", " + index + ", " + fragment.length() + " chars]";
        }
    }

    /** A choice is complete. */
    record Finish(int choice, FinishReason reason) implements AnswerEvent {}

    /**
     * The output guard found something that the answer must not say. It carries no text.
     *
     * @param choice   where; if it was cut, its {@link Finish} follows
     * @param withheld tokens that the model made and that the caller does not see, estimated
     */
    record Guarded(int choice, LeakKind kind, LeakAction action, long withheld) implements AnswerEvent {

        /** As headers and logs write it. */
        public String words() {
            return action.word() + "; kind=" + kind.word();
        }
    }

    /** The tokens the whole call took, as the model counted them. */
    record Usage(TokenUsage tokens) implements AnswerEvent {}

    /**
     * Work that was done and that the caller does not see: a local answer that a cascade doubted. It comes before
     * {@link Begin}, so that it is paid for even if nothing follows. Of several the last one holds; one without tokens takes
     * the earlier one back, because its answer is used after all.
     *
     * @param route who did it
     */
    record Discarded(Route route, TokenUsage tokens, TokenCount count) implements AnswerEvent {}

    /** What the call took and cost, known at its end. */
    record Billed(TokenUsage tokens, Cost cost) implements AnswerEvent {}
}
