package io.compuerta.gateway.feedback;

import reactor.core.publisher.Mono;

/** Where ratings are kept. Thread-safe; never blocks the caller. */
interface RatingBook {

    /** Keeps the rating in place of any earlier one; empty when the tenant made no answered chat of that id. */
    Mono<StoredRating> keep(String tenant, Rating rating);
}
