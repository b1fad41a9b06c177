package io.compuerta.gateway.explain;

import io.compuerta.policy.signal.Conversation;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be explained.
 *
 * @param conversation one user turn, or all messages
 * @param askedModel   what the caller would write as {@code model}
 * @param messages     whether it came as messages, so that positions need the message's index
 * @param tenant       whose question it is; empty for whoever explains
 * @param user         the end user who asks; empty for nobody in particular
 * @param answerTokens the longest answer that is wanted, where the question says so
 */
public record Question(
        Conversation conversation,
        String askedModel,
        boolean messages,
        Optional<String> tenant,
        Optional<String> user,
        OptionalInt answerTokens) {

    public static Question ofText(String text) {
        return new Question(
                Conversation.ofQuestion(text),
                "auto",
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Question[" + conversation.turns().size() + " turns]";
    }
}
