package io.compuerta.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of answers promises. */
abstract class CacheStoreContract {

    private static final Subject ANA = new Subject("acme", "digest-of-ana");

    final String key = UUID.randomUUID().toString();
    /** Whom no other test erases: an erased subject's answers are unwanted for a while. */
    final Subject subject = new Subject("acme", key);

    abstract CacheStore store();

    /** Lets the time to live, an hour, pass. */
    abstract void anHourPasses(String key);

    @Test
    void whatWasPutIsGivenAndNothingElse() {
        CacheStore store = store();

        store.put(key, bytes("answer"), ANA).block();

        assertThat(store.get(key).block()).isEqualTo(bytes("answer"));
        assertThat(store.get(key + "x").block()).isNull();
    }

    @Test
    void theLastAnswerCounts() {
        CacheStore store = store();

        store.put(key, bytes("old"), ANA).block();
        store.put(key, bytes("new"), ANA).block();

        assertThat(store.get(key).block()).isEqualTo(bytes("new"));
    }

    @Test
    void answersAreForgottenInTime() {
        CacheStore store = store();
        store.put(key, bytes("answer"), ANA).block();

        anHourPasses(key);

        assertThat(store.get(key).block()).isNull();
    }

    @Test
    void nothingHappensBeforeSubscription() {
        CacheStore store = store();

        var unused = store.put(key, bytes("answer"), ANA);

        assertThat(store.get(key).block()).isNull();
    }

    @Test
    void aSubjectsAnswersAreErasedAndNobodyElses() {
        CacheStore store = store();
        for (int i = 0; i < 3; i++) {
            store.put(key + i, bytes("for ana"), subject).block();
        }
        store.put(key + "luis", bytes("for luis"), new Subject("acme", key + "-luis"))
                .block();

        assertThat(store.erase(subject).block()).isEqualTo(3);

        assertThat(store.get(key + "0").block()).isNull();
        assertThat(store.get(key + "2").block()).isNull();
        assertThat(store.get(key + "luis").block()).isEqualTo(bytes("for luis"));
        assertThat(store.erase(subject).block()).isZero();
        assertThat(store.erase(new Subject("acme", key + "-nobody")).block()).isZero();
    }

    @Test
    void answersThatAreForgottenAlreadyAreNotCounted() {
        CacheStore store = store();
        store.put(key, bytes("old"), subject).block();

        anHourPasses(key);

        assertThat(store.erase(subject).block()).isZero();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
