package io.compuerta.policy.decide;

import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.complexity.Task;
import io.compuerta.policy.signal.complexity.TaskGuess;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the caller asks for: the model it names, the form of answer, the conversation. What has to be worked out from the
 * text is worked out when it is first looked at, since most policies never look. Immutable and thread-safe; two threads
 * that look at once find the same.
 */
public final class Ask {

    private static final Conversation NOTHING = new Conversation(List.of(), Modality.TEXT, false);

    private final String model;
    private final Conversation conversation;
    private final Optional<Task> label;
    private final int outputTokens;
    private final boolean jsonSchema;
    private volatile @Nullable Task guessed;

    private Ask(String model, Conversation conversation, Optional<Task> label, int outputTokens, boolean jsonSchema) {
        this.model = Objects.requireNonNull(model, "model");
        this.conversation = Objects.requireNonNull(conversation, "conversation");
        this.label = label;
        this.outputTokens = outputTokens;
        this.jsonSchema = jsonSchema;
    }

    /** @param model the {@code model} of the request as the caller wrote it */
    public static Ask of(String model, Conversation conversation) {
        return new Ask(model, conversation, Optional.empty(), 0, false);
    }

    /** A request of which only the model is known. */
    public static Ask of(String model) {
        return of(model, NOTHING);
    }

    /** With the caller's own word for the kind of work, which beats every guess. */
    public Ask labelled(Optional<Task> task) {
        return new Ask(model, conversation, task, outputTokens, jsonSchema);
    }

    /** @param most the longest answer the caller allows, in tokens; 0 when it sets no limit */
    public Ask withOutputTokens(int most) {
        return new Ask(model, conversation, label, Math.max(0, most), jsonSchema);
    }

    /** Whether the answer must follow a JSON schema. */
    public Ask withJsonSchema(boolean wanted) {
        return new Ask(model, conversation, label, outputTokens, wanted);
    }

    public String model() {
        return model;
    }

    /** The kind of work: the caller's label, else a guess from the newest question. */
    public Task task() {
        Task known = label.orElse(guessed);
        if (known == null) {
            known = TaskGuess.of(conversation);
            guessed = known;
        }
        return known;
    }

    /** The longest answer the caller allows, in tokens; 0 when it sets no limit. */
    public int outputTokens() {
        return outputTokens;
    }

    public boolean jsonSchema() {
        return jsonSchema;
    }

    /** How often the user has spoken, the newest question included. */
    public int turns() {
        int turns = 0;
        for (Turn turn : conversation.turns()) {
            turns += turn.role() == Role.USER ? 1 : 0;
        }
        return turns;
    }

    /** A number that stays the same while a tenant's conversation grows: its first user turn does not change. */
    long conversationKey(String tenant) {
        long key = Rendezvous.hash(tenant, Rendezvous.SEED);
        for (Turn turn : conversation.turns()) {
            if (turn.role() == Role.USER) {
                return Rendezvous.hash(turn.text(), key);
            }
        }
        return key;
    }

    /** Leaves out the text, and the model name, which is whatever the caller wrote. */
    @Override
    public String toString() {
        return "Ask[" + conversation.turns().size() + " turns]";
    }
}
