package io.compuerta.gateway.dispatch.premium;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries from multiplying an outage: each call earns a tenth of a retry, up to a reserve, so retries stay near a
 * tenth of the traffic. After the retry budget of Finagle and linkerd.
 */
final class RetryBudget {

    private static final long EARNED_PER_CALL = 1;
    private static final long PRICE = 10;
    private static final long RESERVE = 100 * PRICE;

    private final AtomicLong balance = new AtomicLong(RESERVE / 2);

    void called() {
        balance.updateAndGet(b -> Math.min(RESERVE, b + EARNED_PER_CALL));
    }

    /** Whether a retry may be made; if so it is paid for. */
    boolean tryRetry() {
        return balance.getAndUpdate(b -> b >= PRICE ? b - PRICE : b) >= PRICE;
    }
}
