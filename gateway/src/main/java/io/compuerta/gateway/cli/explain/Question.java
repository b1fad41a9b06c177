package io.compuerta.gateway.cli.explain;

import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.signal.Conversation;

/**
 * What is to be explained.
 *
 * @param conversation one user turn, or all messages
 * @param ask          what the caller would ask for beside the text
 * @param messages     whether it came as messages, so that positions need the message's index
 */
record Question(Conversation conversation, Ask ask, boolean messages) {

    static Question ofText(String text) {
        Conversation conversation = Conversation.ofQuestion(text);
        return new Question(conversation, Ask.of(PolicySet.AUTO, conversation), false);
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Question[" + conversation.turns().size() + " turns]";
    }
}
