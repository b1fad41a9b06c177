package io.compuerta.gateway.feedback;

/**
 * A rating that was taken.
 *
 * @param route    {@code local} or {@code premium}: who gave the answer
 * @param replaced whether it took the place of an earlier one
 */
public record StoredRating(Rating rating, String route, boolean replaced) {}
