package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.auth.ApiKey;
import io.compuerta.policy.decide.Caller;

/** A call whose key is known. */
public record AuthenticatedCall(ChatCall call, ApiKey key, Caller caller) {

    public ChatRequest request() {
        return call.request();
    }

    /** The same call with another text. */
    public AuthenticatedCall withRequest(ChatRequest other) {
        return new AuthenticatedCall(call.withRequest(other), key, caller);
    }
}
