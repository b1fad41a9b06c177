package io.compuerta.gateway.cache;

import reactor.core.publisher.Mono;

/** Where answers are kept. Thread-safe; never blocks. */
interface CacheStore {

    /** The serialized answer; empty when there is none. */
    Mono<byte[]> get(String key);

    /** Keeps an answer for the configured time. */
    Mono<Void> put(String key, byte[] answer);
}
