package io.compuerta.gateway.decide;

import io.compuerta.policy.decide.RouteDecision;

/**
 * What a policy would decide.
 *
 * @param policy    its version
 * @param threshold the complexity above which it counts a question as hard, as share control has set it for the caller
 */
public record Foreseen(RouteDecision decision, String policy, double threshold) {}
