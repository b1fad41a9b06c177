package io.compuerta.policy.share;

/**
 * What a {@link ShareController} says of one eligible request.
 *
 * @param number    the request's place among the eligible ones, from 0
 * @param threshold what the variable {@code threshold} is for this request
 * @param mayStay   whether the limit lets it be decided for the local model
 * @param mayLeave  whether the limit lets it be decided for premium; at least one of the two
 * @param local     how it was booked: as a policy decides that asks {@code complexity > threshold}
 */
public record Ruling(long number, double threshold, boolean mayStay, boolean mayLeave, boolean local) {}
