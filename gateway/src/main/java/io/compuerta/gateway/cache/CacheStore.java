package io.compuerta.gateway.cache;

import io.compuerta.gateway.subject.Subject;
import reactor.core.publisher.Mono;

/** Where answers are kept. Thread-safe; never blocks. */
interface CacheStore {

    /** The serialized answer; empty when there is none. */
    Mono<byte[]> get(String key);

    /**
     * Keeps an answer for the configured time.
     *
     * @param subject who asked for it; not kept with the answer in the clear, and never given out
     */
    Mono<Void> put(String key, byte[] answer, Subject subject);

    /**
     * Removes every answer that was kept for the subject's requests and has not been replaced since.
     *
     * @return how many there were; an error when it is not known that all are gone
     */
    Mono<Long> erase(Subject subject);
}
