package io.compuerta.gateway.firewall;

import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.InspectedCall;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * The third stage: what people and tools wrote is looked at before any model sees it. System prompts are the
 * application's own words and the assistant's turns were the model's, so neither is inspected.
 */
public final class Firewall {

    private final TurnInspector inspector;
    private final DetectorPool pool;
    private final Consumer<FirewallVerdict> counter;

    public Firewall(PromptFirewall detector, DetectorPool pool, Consumer<FirewallVerdict> counter) {
        this.inspector = new TurnInspector(detector);
        this.pool = pool;
        this.counter = counter;
    }

    /**
     * @return the call with its verdict; {@link GatewayError.PromptBlocked} for an attack. It fails closed: a detector
     *     that breaks is {@link GatewayError.ProtectionFailed}.
     */
    public Mono<InspectedCall> inspect(AdmittedCall call) {
        Conversation conversation = call.request().conversation();
        return pool.run(conversation.length(), () -> verdict(conversation))
                .onErrorMap(e -> new GatewayError.ProtectionFailed("firewall"))
                .map(verdict -> {
                    counter.accept(verdict);
                    if (verdict.blocked()) {
                        throw new GatewayError.PromptBlocked(
                                verdict.kind().map(kind -> kind.word()).orElse("attack"));
                    }
                    return new InspectedCall(call, verdict);
                });
    }

    /** The gravest verdict over all turns; {@code explain} uses the same. */
    public FirewallVerdict verdict(Conversation conversation) {
        return inspector.verdict(conversation);
    }
}
