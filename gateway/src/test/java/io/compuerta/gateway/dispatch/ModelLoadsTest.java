package io.compuerta.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.decide.ModelId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.publisher.TestPublisher;

class ModelLoadsTest {

    private static final ModelId MODEL = ModelId.parse("acme/big");
    private static final AnswerEvent TOKEN = new AnswerEvent.Finish(0, FinishReason.STOP);

    private final AtomicLong nanos = new AtomicLong();
    private final ModelLoads loads = new ModelLoads(nanos::get);
    private final TestPublisher<AnswerEvent> model = TestPublisher.create();

    @Test
    void theTimeToTheFirstTokenCountsAndNotTheTimeToTheLast() {
        loads.watch(MODEL, model.flux()).subscribe();
        pass(Duration.ofMillis(250));
        model.next(TOKEN);
        pass(Duration.ofSeconds(20));
        model.next(TOKEN);

        assertThat(loads.underWay(MODEL)).isEqualTo(1);
        // Half of it has faded in the meantime; one call is under way and one more would come.
        assertThat(loads.expectedMillis(MODEL)).isCloseTo(2 * 250 * Math.exp(-20 / 30.0), within(0.01));

        model.complete();

        assertThat(loads.underWay(MODEL)).isZero();
    }

    @Test
    void nothingIsCountedBeforeTheCallIsMade() {
        var unused = loads.watch(MODEL, model.flux());

        assertThat(loads.underWay(MODEL)).isZero();
        assertThat(loads.expectedMillis(MODEL)).isZero();
    }

    @Test
    void aModelThatFailsIsNotFast() {
        loads.watch(MODEL, model.flux()).subscribe(event -> {}, error -> {});
        pass(Duration.ofMillis(3));
        model.error(new GatewayError.UpstreamFailed(503, "upstream", "failed", true, Optional.empty()));

        assertThat(loads.expectedMillis(MODEL)).isGreaterThan(1_000);
        assertThat(loads.underWay(MODEL)).isZero();
    }

    @Test
    void whatTheCallerDidWrongSaysNothingOfTheModel() {
        loads.watch(MODEL, model.flux()).subscribe(event -> {}, error -> {});
        pass(Duration.ofSeconds(3));
        model.error(new GatewayError.UpstreamRejected(400, "bad", "bad request"));

        assertThat(loads.expectedMillis(MODEL)).isZero();
    }

    @Test
    void whoHangsUpBeforeTheFirstTokenTellsHowLongItWaited() {
        Disposable caller = loads.watch(MODEL, model.flux()).subscribe();
        pass(Duration.ofSeconds(8));

        caller.dispose();

        assertThat(loads.underWay(MODEL)).isZero();
        assertThat(loads.expectedMillis(MODEL)).isCloseTo(8_000, within(0.01));
    }

    @Test
    void allNamesOfTheLocalModelAreOneEngine() {
        loads.watch(ModelId.local("qwen"), model.flux()).subscribe();
        pass(Duration.ofMillis(40));
        model.next(TOKEN).complete();

        assertThat(loads.localWait().toMillis()).isEqualTo(40);
        assertThat(loads.expectedMillis(ModelId.local("other:adapter"))).isCloseTo(40, within(0.01));
        assertThat(loads.expectedMillis(MODEL)).isZero();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
