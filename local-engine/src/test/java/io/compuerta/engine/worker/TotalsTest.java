package io.compuerta.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class TotalsTest {

    private static EngineStatistics running(int busy, long tokens) {
        return new EngineStatistics(4, busy, 0, 0, tokens, 0, tokens, 0, 0, 0, 7, 7, 1, 1);
    }

    private static ToGateway.Standing a(int busy, long tokens) {
        return new ToGateway.Standing("a", running(busy, tokens));
    }

    @Test
    void countsOfEachModelGoOnWhenTheWorkerDies() {
        Totals totals = new Totals();
        totals.told(List.of(a(2, 10), new ToGateway.Standing("b", running(1, 5))));
        totals.workerDied();

        assertThat(totals.of("a").busySlots()).isZero();
        assertThat(totals.of("a").completionTokens()).isEqualTo(10);

        totals.told(List.of(a(1, 3)));

        assertThat(totals.of("a").completionTokens()).isEqualTo(13);
        assertThat(totals.of("a").busySlots()).isEqualTo(1);
        assertThat(totals.of("b").completionTokens()).isEqualTo(5);

        totals.workerDied();
        totals.workerDied();
        totals.told(List.of(a(1, 1)));

        assertThat(totals.of("a").completionTokens()).isEqualTo(14);
        assertThat(totals.of("nobody")).isEqualTo(EngineStatistics.NONE);
    }

    @Test
    void workOfAnyModelIsProgress() {
        assertThat(Totals.work(List.of(a(0, 1), new ToGateway.Standing("b", running(0, 2)))))
                .isEqualTo(6);
    }
}
