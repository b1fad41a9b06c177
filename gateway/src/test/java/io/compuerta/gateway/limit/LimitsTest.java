package io.compuerta.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.AuthenticatedCall;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class LimitsTest {

    private final AtomicInteger rejected = new AtomicInteger();

    /** Time stands still: what comes back does so because somebody gave it back. */
    private final LocalLimitStore store = new LocalLimitStore(new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return Duration.ofMillis(LimitStoreContract.NOON.millis()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    });

    private final Limits limits = new Limits(store, LimitStoreContract.NOON, UserDigest::of, rejected::incrementAndGet);

    @Test
    void aReleasedRequestCanBeMadeAgain() {
        AdmittedCall first = limits.admit(call("ana", 1, OptionalLong.empty())).block();

        first.reservation().release();
        first.reservation().release();
        first.reservation().settle(1000);

        assertThat(limits.admit(call("ana", 1, OptionalLong.empty())).block()).isNotNull();
        assertThatThrownBy(
                        () -> limits.admit(call("ana", 1, OptionalLong.empty())).block())
                .isInstanceOfSatisfying(GatewayError.RateLimited.class, e -> {
                    assertThat(e.retryAfter()).contains(Duration.ofHours(12));
                    assertThat(e.retryable()).isFalse();
                });
        assertThat(rejected).hasValue(1);
    }

    @Test
    void usersOfOneKeyDoNotShareTheirLimits() {
        limits.admit(call("ana", 1, OptionalLong.empty())).block();

        assertThat(limits.admit(call("ben", 1, OptionalLong.empty())).block()).isNotNull();
    }

    @Test
    void theStandingIsTold() {
        AdmittedCall call = limits.admit(call("ana", 5, OptionalLong.empty())).block();

        assertThat(call.reservation().standing().limit()).hasValue(5);
        assertThat(call.reservation().standing().remaining()).isEqualTo(4);
        assertThat(call.reservation().standing().reset()).isPositive();
    }

    @Test
    void tokensThatWereNotUsedComeBackAndMoreThanEstimatedIsTaken() {
        // Some tokens of prompt and 90 allowed for the answer: two such calls fit, a third does not.
        AdmittedCall first =
                limits.admit(call("ana", 100, OptionalLong.of(250))).block();
        AdmittedCall second =
                limits.admit(call("ana", 100, OptionalLong.of(250))).block();
        assertThatThrownBy(() ->
                        limits.admit(call("ana", 100, OptionalLong.of(250))).block())
                .isInstanceOfSatisfying(GatewayError.RateLimited.class, e -> {
                    assertThat(e.getMessage()).contains("tokens").containsPattern("try again in \\d+\\.\\ds");
                    assertThat(e.retryable()).isTrue();
                });

        first.reservation().settle(10);
        AdmittedCall third =
                limits.admit(call("ana", 100, OptionalLong.of(250))).block();
        third.reservation().release();
        second.reservation().settle(500);

        assertThatThrownBy(() ->
                        limits.admit(call("ana", 100, OptionalLong.of(250))).block())
                .isInstanceOf(GatewayError.RateLimited.class);
    }

    @Test
    void aRequestRefusedForItsTokensDoesNotUseUpARequest() {
        limits.admit(call("ana", 3, OptionalLong.of(100))).block();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() ->
                            limits.admit(call("ana", 3, OptionalLong.of(100))).block())
                    .hasMessageContaining("tokens");
        }
    }

    @Test
    void aRequestLargerThanTheWholeBucketMayPassWhenItIsFull() {
        assertThat(limits.admit(call("ana", 3, OptionalLong.of(10))).block()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoHangsUpWhileTheStoreIsAtWorkLosesNothing(int toldBefore) {
        SlowLimitStore slow = new SlowLimitStore(store);
        Disposable caller =
                over(slow).admit(call("ana", 1, OptionalLong.of(100))).subscribe();
        for (int i = 0; i < toldBefore; i++) {
            slow.tellNext();
        }

        caller.dispose();
        for (int i = toldBefore; i < 2; i++) {
            slow.tellNext();
        }

        assertThat(limits.admit(call("ana", 1, OptionalLong.of(100))).block()).isNotNull();
    }

    @Test
    void whoHangsUpHavingTheReservationSettlesItAlone() {
        SlowLimitStore slow = new SlowLimitStore(store);
        List<AdmittedCall> admitted = new ArrayList<>();
        Disposable caller = over(slow)
                .admit(call("ana", 1, OptionalLong.empty()))
                .doOnNext(admitted::add)
                .flatMap(call -> Mono.never())
                .subscribe();
        slow.tellNext();

        caller.dispose();

        assertThatThrownBy(
                        () -> limits.admit(call("ana", 1, OptionalLong.empty())).block())
                .isInstanceOf(GatewayError.RateLimited.class);
        admitted.getFirst().reservation().release();
        assertThat(limits.admit(call("ana", 1, OptionalLong.empty())).block()).isNotNull();
    }

    private Limits over(LimitStore other) {
        return new Limits(other, LimitStoreContract.NOON, UserDigest::of, rejected::incrementAndGet);
    }

    private static AuthenticatedCall call(String user, long perDay, OptionalLong tokens) {
        return Calls.authenticated(
                Chat.json("auto", "hello").put("user", user).put("max_tokens", 90),
                "acme",
                new UserLimits(OptionalLong.of(perDay), OptionalLong.empty(), tokens));
    }
}
