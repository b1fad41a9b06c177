package io.compuerta.gateway.accounting;

import io.compuerta.gateway.auth.Identity;
import io.compuerta.gateway.limit.Reservation;

/**
 * What the books need to know of an admitted call that is not a chat.
 *
 * @param receivedNanos {@link System#nanoTime()} at arrival
 * @param askedModel    as the caller wrote it
 */
public record CallSheet(
        String requestId, long receivedNanos, Identity identity, String askedModel, Reservation reservation) {}
