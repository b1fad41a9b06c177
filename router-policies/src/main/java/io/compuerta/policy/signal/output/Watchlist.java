package io.compuerta.policy.signal.output;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the answer to one call is watched for. The predicates are asked about strings that look like a secret or a
 * placeholder, which are few, from the thread that watches.
 *
 * @param prompt      rows of the call's system prompt
 * @param phrases     that the configuration lists
 * @param actions     by kind; a kind that is missing is {@link LeakAction#OFF}
 * @param known       whether the request holds that secret
 * @param foreign     whether that is a placeholder and stands for nothing in this call
 */
public record Watchlist(
        PromptShingles prompt,
        PhraseSet phrases,
        Map<LeakKind, LeakAction> actions,
        Predicate<String> known,
        Predicate<String> foreign) {

    public Watchlist {
        actions = Map.copyOf(actions.isEmpty() ? Map.of() : new EnumMap<>(actions));
    }

    public LeakAction action(LeakKind kind) {
        return actions.getOrDefault(kind, LeakAction.OFF);
    }

    boolean watches(LeakKind kind) {
        boolean material = switch (kind) {
            case SYSTEM_PROMPT -> !prompt.isEmpty();
            case PHRASE -> !phrases.isEmpty();
            case SECRET, PLACEHOLDER -> true;
        };
        return material && action(kind) != LeakAction.OFF;
    }

    /** Actions only. */
    @Override
    public String toString() {
        return "Watchlist" + actions;
    }
}
