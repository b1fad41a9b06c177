package io.compuerta.gateway.dispatch.premium;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.OutgoingCall;
import reactor.core.publisher.Flux;

/**
 * A way to call models outside this machine. One implementation a wire dialect, one instance a configured provider.
 * Thread-safe.
 *
 * @since 0.1
 */
public interface ChatProvider {

    /**
     * Asks a model. Nothing is sent before subscription; cancelling closes the connection. It takes a call that was
     * anonymized, sends only {@link OutgoingCall#request()}, and lets its bytes pass through the
     * {@link io.compuerta.gateway.egress.EgressGate}.
     *
     * @return the answer without {@link AnswerEvent.Begin}, every choice closed by {@link AnswerEvent.Finish}; or a
     *     {@link io.compuerta.gateway.pipeline.GatewayError}. An answer that breaks off is an error, never a short answer.
     */
    Flux<AnswerEvent> answer(OutgoingCall call);
}
