package io.compuerta.gateway.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderedWorkTest {

    @Test
    void readsNoFurtherAheadThanItPromises() throws IOException {
        OrderedWork work = new OrderedWork(3);
        int[] read = {0};
        int[] written = {0};
        int[] furthest = {0};

        work.run(
                () -> {
                    furthest[0] = Math.max(furthest[0], read[0] - written[0]);
                    return read[0] < 10_000 ? read[0]++ : null;
                },
                number -> number,
                number -> written[0]++);

        assertThat(written[0]).isEqualTo(10_000);
        assertThat(furthest[0]).isEqualTo(work.lookAhead() - 1);
    }

    @Test
    void aSlowBatchHoldsBackThoseBehindIt() throws IOException {
        CountDownLatch secondDone = new CountDownLatch(1);
        List<Integer> results = new ArrayList<>();
        var numbers = IntStream.range(0, 20).iterator();

        new OrderedWork(2)
                .run(
                        () -> numbers.hasNext() ? numbers.next() : null,
                        number -> {
                            if (number == 0) {
                                await(secondDone);
                            }
                            if (number == 1) {
                                secondDone.countDown();
                            }
                            return number;
                        },
                        results::add);

        assertThat(results).isEqualTo(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void aFailureOfTheWorkReachesTheCaller() {
        OrderedWork work = new OrderedWork(2);

        assertThatThrownBy(() -> work.run(
                        () -> 1,
                        number -> {
                            throw new IllegalStateException("broken");
                        },
                        result -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
