package io.compuerta.policy.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrieEdgesTest {

    @Test
    void holdsWhatAMapHolds() {
        Random random = new Random(3);
        TrieEdges edges = new TrieEdges();
        Map<String, Integer> expected = new HashMap<>();
        for (int to = 1; to <= 20_000; to++) {
            int from = random.nextInt(to);
            char c = (char) random.nextInt(Character.MAX_VALUE + 1);
            if (expected.putIfAbsent(from + " " + (int) c, to) == null) {
                edges.put(from, c, to);
            }
        }

        Map<String, Integer> held = new HashMap<>();
        edges.forEach((from, c, to) -> {
            held.put(from + " " + (int) c, to);
            assertThat(edges.target(from, c)).isEqualTo(to);
        });
        assertThat(held).isEqualTo(expected);
        assertThat(edges.target(20_001, 'a')).isZero();
    }
}
