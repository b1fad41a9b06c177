package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.policy.signal.Role;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.PromptShingles;
import io.compuerta.policy.signal.output.Watchlist;
import java.util.ArrayList;
import java.util.List;

/** Makes what the answer to one call is watched for. */
final class CallWatchlist {

    private CallWatchlist() {}

    static Watchlist of(AnonymizedCall call, TenantRules rules) {
        RequestTexts texts = new RequestTexts(call);
        return new Watchlist(
                prompt(call, rules),
                rules.phrases(),
                rules.actions(),
                texts::hold,
                placeholder -> !call.vault().canRestore(placeholder, Syntax.PLAIN) && !texts.hold(placeholder));
    }

    /** How many characters making it reads. */
    static int length(AnonymizedCall call, TenantRules rules) {
        boolean reads = watchesPrompt(rules)
                && call.original().conversation().turns().stream().anyMatch(turn -> turn.role() == Role.SYSTEM);
        int length = reads ? call.original().conversation().length() : 0;
        return call.vault().isEmpty() ? length : 2 * length;
    }

    private static boolean watchesPrompt(TenantRules rules) {
        return rules.action(LeakKind.SYSTEM_PROMPT) != LeakAction.OFF;
    }

    private static PromptShingles prompt(AnonymizedCall call, TenantRules rules) {
        if (length(call, rules) == 0) {
            return PromptShingles.none();
        }
        List<String> system = new ArrayList<>();
        List<String> others = new ArrayList<>();
        sort(call.original(), system, others);
        if (!call.vault().isEmpty()) {
            // A model outside saw placeholders, the local one did not, and either may answer.
            sort(call.outgoing(), system, others);
        }
        return PromptShingles.of(system, others, rules.words());
    }

    private static void sort(ChatRequest request, List<String> system, List<String> others) {
        for (Turn turn : request.conversation().turns()) {
            (turn.role() == Role.SYSTEM ? system : others).add(turn.text());
        }
    }
}
