package io.compuerta.gateway.cli.explain;

import io.compuerta.policy.signal.Conversation;

/**
 * What is to be explained.
 *
 * @param conversation one user turn, or all messages
 * @param askedModel   what the caller would write as {@code model}
 * @param messages     whether it came as messages, so that positions need the message's index
 */
record Question(Conversation conversation, String askedModel, boolean messages) {

    static Question ofText(String text) {
        return new Question(Conversation.ofQuestion(text), "auto", false);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Question[" + conversation.turns().size() + " turns]";
    }
}
