package io.compuerta.gateway.accounting;

import java.time.Instant;

/**
 * An answered chat that somebody rated.
 *
 * @param shipped      the complexity score before any calibration
 * @param inForce      the score that routed it
 * @param promptTokens estimated
 * @param local        whether the local model answered; a rating of premium's answer says nothing of the local model
 * @param rating       0 (useless) to 1 (good)
 */
public record RatedCall(
        String requestId,
        Instant receivedAt,
        String tenant,
        double shipped,
        double inForce,
        int promptTokens,
        boolean local,
        double rating) {}
