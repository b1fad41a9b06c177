package io.compuerta.gateway.subject;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Who was erased lately. A request that was under way at that moment ends later, and what it would leave behind must not
 * bring its user back. What the user asks afterwards is new and kept as ever. Thread-safe.
 */
public final class Erasures {

    /** Longer than any answer takes. */
    private static final Duration REMEMBERED = Duration.ofHours(6);

    private static final int MOST = 100_000;

    private final Cache<Subject, Long> erasedAt;
    private final Ticker nanos;

    /** @param nanos {@link System#nanoTime()} outside of tests */
    public Erasures(Ticker nanos) {
        this.nanos = nanos;
        this.erasedAt = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MOST)
                .ticker(nanos)
                .build();
    }

    /** From now on, whatever was received before now is to be forgotten. */
    public void add(Subject subject) {
        erasedAt.put(subject, nanos.read());
    }

    /**
     * Whether the subject was erased after a request of theirs came in.
     *
     * @param receivedNanos {@link System#nanoTime()} at its arrival
     */
    public boolean cover(Subject subject, long receivedNanos) {
        Long erased = erasedAt.getIfPresent(subject);
        return erased != null && erased - receivedNanos >= 0;
    }
}
