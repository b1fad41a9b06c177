package io.compuerta.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryCacheStoreTest extends CacheStoreContract {

    private final AtomicLong nanos = new AtomicLong();
    private final CacheStore store = new MemoryCacheStore(Duration.ofHours(1), 10_000, nanos::get);

    @Override
    CacheStore store() {
        return store;
    }

    @Override
    void anHourPasses(String key) {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
    }

    @Test
    void anAnswerLargerThanTheWholeMemoryIsNotKept() {
        store.put(key, new byte[20_000], subject).block();

        org.awaitility.Awaitility.await().until(() -> store.get(key).block() == null);
        assertThat(store.get(key).block()).isNull();
    }
}
