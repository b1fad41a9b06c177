package io.compuerta.policy.decide;

/**
 * A rule's second thought: its local answer is looked at, and a doubtful one is replaced by another target's.
 *
 * @param to whom a doubtful answer is taken
 */
public record Cascade(Target.Premium to, Doubt doubt) {}
