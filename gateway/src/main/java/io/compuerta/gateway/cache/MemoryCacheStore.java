package io.compuerta.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Answers in this process's memory, bounded by their size. */
final class MemoryCacheStore implements CacheStore {

    private final Cache<String, byte[]> answers;

    MemoryCacheStore(Duration ttl, long maxBytes, Ticker ticker) {
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, byte[] answer) -> key.length() + answer.length)
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .build();
    }

    @Override
    public Mono<byte[]> get(String key) {
        return Mono.justOrEmpty(answers.getIfPresent(key));
    }

    @Override
    public Mono<Void> put(String key, byte[] answer) {
        return Mono.fromRunnable(() -> answers.put(key, answer));
    }
}
