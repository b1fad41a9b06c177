package io.compuerta.policy.rule;

import io.compuerta.policy.decide.PolicySet;

/**
 * A policy file that was read without a problem.
 *
 * @param document what it says, with its tests
 * @param policies what decides
 */
public record CompiledPolicy(PolicyDocument document, PolicySet policies) {}
