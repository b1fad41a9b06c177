package io.compuerta.gateway.explain;

import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.signal.Conversation;
import java.util.Optional;

/**
 * What is to be explained.
 *
 * @param conversation one user turn, or all messages
 * @param ask          what the caller would ask for beside the text
 * @param messages     whether it came as messages, so that positions need the message's index
 * @param tenant       whose question it is; empty for whoever explains
 * @param user         the end user who asks; empty for nobody in particular
 */
public record Question(
        Conversation conversation, Ask ask, boolean messages, Optional<String> tenant, Optional<String> user) {

    public static Question ofText(String text) {
        Conversation conversation = Conversation.ofQuestion(text);
        return new Question(
                conversation, Ask.of(PolicySet.AUTO, conversation), false, Optional.empty(), Optional.empty());
    }

    /** Without the text. */
    @Override
    public String toString() {
        return "Question[" + conversation.turns().size() + " turns]";
    }
}
