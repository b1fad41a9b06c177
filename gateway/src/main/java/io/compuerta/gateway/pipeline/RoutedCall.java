package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.signal.Signals;

/**
 * A call with everything known of it and the decision where it may go.
 *
 * @param policy the version of the policy that decided
 */
public record RoutedCall(AnonymizedCall anonymized, Signals signals, RouteDecision decision, String policy) {}
