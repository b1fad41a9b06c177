package io.compuerta.gateway.limit;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Room taken up in a user's limits before the work. Exactly one of the two ends takes effect, whichever comes first, so
 * that stages may call {@link #release} without knowing whether the call was settled.
 */
public interface Reservation {

    /** The work was done and took this many tokens: the difference to the estimate is given back or taken. */
    void settle(long tokens);

    /** The work was not done: everything is given back. */
    void release();

    /** What {@code x-ratelimit-*} headers tell. */
    Standing standing();

    /**
     * How far a user is from the request limit that is closest.
     *
     * @param limit     requests allowed; empty when none binds
     * @param remaining requests left
     * @param reset     until the limit is whole again
     */
    record Standing(OptionalLong limit, long remaining, Duration reset) {
        public static final Standing UNLIMITED = new Standing(OptionalLong.empty(), 0, Duration.ZERO);
    }
}
