package io.compuerta.gateway.limit;

import java.util.OptionalLong;

/**
 * What one end user may ask for. An absent limit does not bind.
 *
 * @param requestsPerDay    counted from midnight UTC
 * @param requestsPerMinute refilled evenly
 * @param tokensPerMinute   prompt and answer together, refilled evenly
 */
public record UserLimits(OptionalLong requestsPerDay, OptionalLong requestsPerMinute, OptionalLong tokensPerMinute) {

    /** What a key gets that names no limits. */
    public static final UserLimits DEFAULT =
            new UserLimits(OptionalLong.of(100), OptionalLong.empty(), OptionalLong.empty());

    /** For the development key on loopback. */
    public static final UserLimits UNLIMITED =
            new UserLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
