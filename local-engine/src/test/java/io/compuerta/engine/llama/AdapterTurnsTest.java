package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterTurnsTest {

    private final AdapterTurns turns = new AdapterTurns();

    @Test
    void allThatHaveWorkAreServedEquallyOften() {
        Map<String, Integer> served = new HashMap<>();

        for (int run = 0; run < 3 * 10 * AdapterTurns.RUNS; run++) {
            served.merge(turns.next(List.of("", "formal", "brief")), 1, Integer::sum);
        }

        int each = 10 * AdapterTurns.RUNS;
        assertThat(served).isEqualTo(Map.of("", each, "formal", each, "brief", each));
    }

    @Test
    void aTurnLastsAFewRuns() {
        String first = turns.next(List.of("a", "b"));
        for (int run = 1; run < AdapterTurns.RUNS; run++) {
            assertThat(turns.next(List.of("a", "b"))).isEqualTo(first);
        }

        assertThat(turns.next(List.of("a", "b"))).isNotEqualTo(first);
    }

    @Test
    void nobodyWaitsForOneWithoutWork() {
        assertThat(turns.next(List.of("a", "b"))).isEqualTo("a");
        assertThat(turns.next(List.of("b"))).isEqualTo("b");
    }

    @Test
    void aNewcomerIsServedAtTheNextTurn() {
        for (int run = 0; run < 100; run++) {
            turns.next(List.of("busy"));
        }

        assertThat(turns.next(List.of("busy", "new"))).isEqualTo("new");
    }
}
