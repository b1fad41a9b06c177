package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.Priority;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final long SECOND = 1_000_000_000L;

    private final Forecast forecast = new Forecast();
    private final PromptBacklog backlog = new PromptBacklog();

    private Duration expected(Priority priority, int own, int busy) {
        return forecast.firstToken(own, backlog.before(priority), busy, 2);
    }

    @Test
    void withoutExperienceItPromisesAtOnce() {
        assertThat(expected(Priority.INTERACTIVE, 10_000, 2)).isZero();
    }

    @Test
    void itReadsWhatIsAheadAndTheNewcomersOwn() {
        forecast.read(100, SECOND);
        backlog.enter(Priority.INTERACTIVE, 300);

        assertThat(expected(Priority.INTERACTIVE, 200, 0)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void exactCountsReplaceEstimates() {
        forecast.read(100, SECOND);
        PromptBacklog.Share share = backlog.enter(Priority.INTERACTIVE, 300);
        share.unread(700);
        assertThat(expected(Priority.INTERACTIVE, 100, 0)).isEqualTo(Duration.ofSeconds(8));

        share.seated();
        share.unread(200);
        assertThat(expected(Priority.INTERACTIVE, 100, 1)).isEqualTo(Duration.ofSeconds(3));

        share.close();
        share.unread(900);
        assertThat(expected(Priority.INTERACTIVE, 100, 0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whenAllSlotsAreBusyItWaitsForOneToEnd() {
        forecast.spoke(8 * SECOND);

        assertThat(expected(Priority.INTERACTIVE, 1, 1)).isZero();
        assertThat(expected(Priority.INTERACTIVE, 1, 2)).isEqualTo(Duration.ofSeconds(4));
        backlog.enter(Priority.INTERACTIVE, 0);
        assertThat(expected(Priority.INTERACTIVE, 1, 2)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void aWaitingBatchIsAheadOfBatchesOnlyUntilItHasASlot() {
        forecast.read(100, SECOND);
        PromptBacklog.Share batch = backlog.enter(Priority.BATCH, 400);

        assertThat(expected(Priority.INTERACTIVE, 0, 0)).isZero();
        assertThat(expected(Priority.BATCH, 0, 0)).isEqualTo(Duration.ofSeconds(4));
        batch.seated();
        assertThat(expected(Priority.INTERACTIVE, 0, 1)).isEqualTo(Duration.ofSeconds(4));
        batch.close();
        assertThat(backlog.before(Priority.BATCH)).isEqualTo(new PromptBacklog.Ahead(0, 0));
    }

    @Test
    void theHintIsWhatTheExpectationExceedsTheLimitBy() {
        assertThat(Forecast.retryAfter(Duration.ofSeconds(9), Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(Forecast.retryAfter(Duration.ofDays(9), Duration.ofSeconds(5)))
                .isEqualTo(Duration.ofMinutes(1));
    }
}
