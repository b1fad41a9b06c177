package io.compuerta.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of answers promises. */
abstract class CacheStoreContract {

    final String key = UUID.randomUUID().toString();

    abstract CacheStore store();

    /** Lets the time to live, an hour, pass. */
    abstract void anHourPasses(String key);

    @Test
    void whatWasPutIsGivenAndNothingElse() {
        CacheStore store = store();

        store.put(key, bytes("answer")).block();

        assertThat(store.get(key).block()).isEqualTo(bytes("answer"));
        assertThat(store.get(key + "x").block()).isNull();
    }

    @Test
    void theLastAnswerCounts() {
        CacheStore store = store();

        store.put(key, bytes("old")).block();
        store.put(key, bytes("new")).block();

        assertThat(store.get(key).block()).isEqualTo(bytes("new"));
    }

    @Test
    void answersAreForgottenInTime() {
        CacheStore store = store();
        store.put(key, bytes("answer")).block();

        anHourPasses(key);

        assertThat(store.get(key).block()).isNull();
    }

    @Test
    void nothingHappensBeforeSubscription() {
        CacheStore store = store();

        var unused = store.put(key, bytes("answer"));

        assertThat(store.get(key).block()).isNull();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
