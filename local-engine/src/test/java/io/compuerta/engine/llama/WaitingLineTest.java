package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.Priority;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingLineTest {

    private final WaitingLine line = new WaitingLine();

    private void add(Priority priority, int count) {
        for (int each = 0; each < count; each++) {
            line.add(PrefixCacheTest.generation(priority, 1, 2, 3));
        }
    }

    private List<Priority> taken(int count) {
        List<Priority> order = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            order.add(line.take().priority());
        }
        return order;
    }

    @Test
    void whoLooksAtAScreenGoesFirst() {
        add(Priority.BATCH, 2);
        add(Priority.INTERACTIVE, 2);

        assertThat(taken(4))
                .containsExactly(Priority.INTERACTIVE, Priority.INTERACTIVE, Priority.BATCH, Priority.BATCH);
        assertThat(line.take()).isNull();
    }

    @Test
    void aBatchIsSlowedDownButNotStarved() {
        add(Priority.BATCH, 2);
        add(Priority.INTERACTIVE, 100);

        assertThat(taken(2 * WaitingLine.MOST_IN_A_ROW + 2))
                .filteredOn(Priority.BATCH::equals)
                .hasSize(2);
    }

    @Test
    void onlyATokenizedRequestIsTaken() {
        Generation raw = PrefixCacheTest.generation(Priority.INTERACTIVE);
        line.add(raw);
        add(Priority.BATCH, 1);

        assertThat(line.firstUnprepared()).isSameAs(raw);
        assertThat(line.take().priority()).isEqualTo(Priority.BATCH);
        assertThat(line.take()).isNull();
        raw.prepare(new int[] {1});
        assertThat(line.take()).isSameAs(raw);
    }
}
