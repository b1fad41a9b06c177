package io.compuerta.gateway.pipeline;

import io.compuerta.gateway.limit.Reservation;
import io.compuerta.policy.decide.Caller;

/** A call within its user's limits; the reservation is settled or given back exactly once. */
public record AdmittedCall(AuthenticatedCall authenticated, Reservation reservation) {

    public ChatCall call() {
        return authenticated.call();
    }

    public ChatRequest request() {
        return authenticated.request();
    }

    /** The same call, on the same reservation, with another text. */
    public AdmittedCall withRequest(ChatRequest other) {
        return new AdmittedCall(authenticated.withRequest(other), reservation);
    }

    public Caller caller() {
        return authenticated.caller();
    }
}
