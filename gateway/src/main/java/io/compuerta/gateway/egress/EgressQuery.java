package io.compuerta.gateway.egress;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which records are wanted. What is empty does not narrow.
 *
 * @param since  this moment and later
 * @param until  before this moment
 * @param limit  how many at most, 1 to {@value #MOST}
 * @param after  only records older than the one of this id: the last of the page before
 */
public record EgressQuery(
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> tenant,
        Optional<String> requestId,
        Optional<String> provider,
        int limit,
        OptionalLong after) {

    /** A page unless another size is asked for. */
    public static final int USUAL = 100;

    /** The largest page. */
    public static final int MOST = 1_000;

    public EgressQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page holds 1 to " + MOST + " records, not " + limit);
        }
    }

    /** The page after a record. */
    public EgressQuery after(long id) {
        return new EgressQuery(since, until, tenant, requestId, provider, limit, OptionalLong.of(id));
    }
}
