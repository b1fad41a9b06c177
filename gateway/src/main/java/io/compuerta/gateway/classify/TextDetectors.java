package io.compuerta.gateway.classify;

import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.Turn;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import io.compuerta.policy.signal.pii.PiiType;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * All detectors of the pipeline on a bare conversation, for a policy's own tests, without the meanings of texts: a test gives
 * the same result on every machine, and at once. They are loaded at the first use.
 */
public final class TextDetectors implements Function<Conversation, Signals> {

    private static final class Loaded {
        private static final TurnInspector FIREWALL = new TurnInspector(PromptFirewall.standard());
        private static final SignalReader READER = SignalReader.standard();
    }

    @Override
    public Signals apply(Conversation conversation) {
        Set<PiiType> types = EnumSet.noneOf(PiiType.class);
        for (Turn turn : conversation.turns()) {
            PiiScanner.standard().scan(turn.text()).stream()
                    .map(PiiFinding::type)
                    .forEach(types::add);
        }
        return Loaded.READER
                .read(conversation, types, Loaded.FIREWALL.verdict(conversation))
                .onSurface();
    }
}
