package io.compuerta.policy.signal.complexity;

/**
 * What one feature of a question did to its complexity.
 *
 * @param feature its name, as {@code docs/models/complexity.md} lists them
 * @param logit   what it added to the logarithm of the odds; above 0 it pushed towards complex. A question that lacks a
 *                common feature is pushed too
 */
public record Contribution(String feature, double logit) {}
