package io.compuerta.gateway.dispatch.premium;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class FirstTokenRetryTest {

    private static final AnswerEvent TEXT = new AnswerEvent.Text(0, "hello");
    private static final AnswerEvent END = new AnswerEvent.Finish(0, FinishReason.STOP);

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void aPassingFailureBeforeTheFirstTokenIsTriedAgain() {
        StepVerifier.withVirtualTime(() -> retry(2).apply(failing(2, passing(Optional.empty()))))
                .thenAwait(Duration.ofSeconds(10))
                .expectNext(TEXT, END)
                .verifyComplete();
        assertThat(tries).hasValue(3);
    }

    @Test
    void triesAreLimited() {
        StepVerifier.withVirtualTime(() -> retry(2).apply(failing(9, passing(Optional.empty()))))
                .thenAwait(Duration.ofSeconds(10))
                .verifyError(GatewayError.UpstreamFailed.class);
        assertThat(tries).hasValue(3);
    }

    @Test
    void tokensAreNeverRepeated() {
        Flux<AnswerEvent> broken = Flux.defer(() -> {
            tries.incrementAndGet();
            return Flux.just(TEXT).concatWith(Flux.error(passing(Optional.empty())));
        });

        StepVerifier.create(retry(5).apply(broken)).expectNext(TEXT).verifyError(GatewayError.UpstreamFailed.class);

        assertThat(tries).hasValue(1);
    }

    @Test
    void whatWillFailAgainIsNotTriedAgain() {
        GatewayError lasting = new GatewayError.UpstreamFailed(500, "upstream_error", "no", false, Optional.empty());

        StepVerifier.create(retry(5).apply(failing(9, lasting))).verifyErrorMatches(e -> e == lasting);
        StepVerifier.create(retry(5).apply(failing(9, new GatewayError.UpstreamRejected(400, "invalid_value", "no"))))
                .verifyError(GatewayError.UpstreamRejected.class);

        assertThat(tries).hasValue(2);
    }

    @Test
    void theProvidersWaitIsObeyed() {
        StepVerifier.withVirtualTime(() -> retry(1).apply(failing(1, passing(Optional.of(Duration.ofSeconds(2))))))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(1999))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(TEXT, END)
                .verifyComplete();
    }

    @Test
    void aLongerWaitThanAllowedIsNotWaitedFor() {
        StepVerifier.create(retry(5).apply(failing(1, passing(Optional.of(Duration.ofSeconds(4))))))
                .verifyError(GatewayError.UpstreamFailed.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void withoutBudgetNothingIsTriedAgain() {
        RetryBudget budget = new RetryBudget();
        while (budget.tryRetry()) {
            // Used up.
        }

        StepVerifier.create(new FirstTokenRetry(5, Duration.ofSeconds(3), budget)
                        .apply(failing(9, passing(Optional.empty()))))
                .verifyError(GatewayError.UpstreamFailed.class);
        assertThat(tries).hasValue(1);
    }

    @Test
    void tenCallsEarnOneRetry() {
        RetryBudget budget = new RetryBudget();
        int reserve = 0;
        while (budget.tryRetry()) {
            reserve++;
        }
        for (int i = 0; i < 9; i++) {
            budget.called();
        }
        boolean afterNine = budget.tryRetry();
        budget.called();

        assertThat(reserve).isEqualTo(50);
        assertThat(afterNine).isFalse();
        assertThat(budget.tryRetry()).isTrue();
        assertThat(budget.tryRetry()).isFalse();
    }

    private Flux<AnswerEvent> failing(int times, GatewayError error) {
        return Flux.defer(() -> tries.incrementAndGet() <= times ? Flux.error(error) : Flux.just(TEXT, END));
    }

    private static GatewayError passing(Optional<Duration> retryAfter) {
        return new GatewayError.UpstreamFailed(503, "upstream_unavailable", "busy", true, retryAfter);
    }

    private static FirstTokenRetry retry(int retries) {
        return new FirstTokenRetry(retries, Duration.ofSeconds(3), new RetryBudget());
    }
}
