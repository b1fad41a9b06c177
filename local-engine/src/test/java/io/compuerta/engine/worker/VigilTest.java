package io.compuerta.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VigilTest {

    private static final WorkerSettings SETTINGS =
            WorkerSettings.DEFAULTS.withPatience(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(60));

    private final Vigil vigil = new Vigil(SETTINGS, 0);
    private long now;

    @Test
    void silenceEndsAWorkerEvenWhenNothingIsDue() {
        assertThat(lookFor(20, false, false)).isNull();

        assertThat(lookFor(1, false, false)).contains("no sign of life");
    }

    @Test
    void aBeatingHeartDoesNotExcuseAnAnswerThatStands() {
        assertThat(lookFor(60, true, true)).isNull();

        assertThat(lookFor(1, true, true)).contains("no progress");
    }

    @Test
    void aWorkerWithNothingToDoMayRest() {
        assertThat(lookFor(10_000, true, false)).isNull();
    }

    @Test
    void progressStartsTheWaitAnew() {
        lookFor(50, true, true);
        vigil.progressed(now);

        assertThat(lookFor(60, true, true)).isNull();
    }

    @Test
    void timeInWhichThisProcessStoodStillDoesNotCount() {
        lookFor(5, true, true);
        now += Duration.ofHours(8).toNanos();

        assertThat(lookFor(20, false, false)).isNull();
    }

    /** Looks once a second. @return the first verdict */
    private String lookFor(int seconds, boolean heard, boolean due) {
        for (int second = 0; second < seconds; second++) {
            now += Duration.ofSeconds(1).toNanos();
            if (heard) {
                vigil.heard(now);
            }
            String verdict = vigil.verdict(now, due);
            if (verdict != null) {
                return verdict;
            }
        }
        return null;
    }
}
