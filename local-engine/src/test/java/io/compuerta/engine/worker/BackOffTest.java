package io.compuerta.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff(WorkerSettings.DEFAULTS, new Random(3));

    @Test
    void waitsDoubleUpToALimitWithJitter() {
        long[] waits = IntStream.range(0, 100)
                .mapToLong(failure -> backOff.afterServing(Duration.ZERO).toMillis())
                .toArray();

        for (int failure = 0; failure < waits.length; failure++) {
            long most = Math.min(30_000, 200L << Math.min(failure, 20));
            assertThat(waits[failure]).as("failure %d", failure).isBetween(most / 2, most);
        }
        assertThat(waits[99]).isNotEqualTo(waits[98]);
    }

    @Test
    void aQuietTimeForgivesWhatWasBefore() {
        for (int failure = 0; failure < 10; failure++) {
            backOff.afterServing(Duration.ofSeconds(9));
        }

        assertThat(backOff.afterServing(Duration.ofSeconds(10))).isLessThanOrEqualTo(Duration.ofMillis(200));
    }
}
