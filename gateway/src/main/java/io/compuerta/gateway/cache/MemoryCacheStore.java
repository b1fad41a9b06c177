package io.compuerta.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.compuerta.gateway.subject.Subject;
import java.time.Duration;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers in this process's memory, bounded by their size. */
final class MemoryCacheStore implements CacheStore {

    /** A rough guess of what an entry takes besides its text. */
    private static final int ENTRY = 100;

    private final Cache<String, Kept> answers;

    private record Kept(byte[] answer, Subject subject) {}

    MemoryCacheStore(Duration ttl, long maxBytes, Ticker ticker) {
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Kept kept) -> ENTRY + key.length() + kept.answer().length)
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .build();
    }

    @Override
    public Mono<byte[]> get(String key) {
        return Mono.fromSupplier(() -> answers.getIfPresent(key)).map(Kept::answer);
    }

    @Override
    public Mono<Void> put(String key, byte[] answer, Subject subject) {
        return Mono.fromRunnable(() -> answers.put(key, new Kept(answer, subject)));
    }

    /** Looks through all answers: the bound on their size bounds the work, and an index would be one more thing to keep true. */
    @Override
    public Mono<Long> erase(Subject subject) {
        return Mono.fromSupplier(() -> {
                    long erased = 0;
                    for (Map.Entry<String, Kept> entry : answers.asMap().entrySet()) {
                        boolean theirs = entry.getValue().subject().equals(subject);
                        if (theirs && answers.asMap().remove(entry.getKey(), entry.getValue())) {
                            erased++;
                        }
                    }
                    return erased;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
