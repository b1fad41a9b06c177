package io.compuerta.gateway.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SoakVerdictTest {

    @Test
    void aHeapThatGrowsWithTheLoadIsNotFlat() {
        assertThat(SoakBenchmark.isFlat(60, 60)).isTrue();
        assertThat(SoakBenchmark.isFlat(60, 40)).isTrue();
        assertThat(SoakBenchmark.isFlat(60, 73)).as("within a tenth and 8 MiB").isTrue();
        assertThat(SoakBenchmark.isFlat(60, 75)).isFalse();
        assertThat(SoakBenchmark.isFlat(400, 500)).isFalse();
    }

    @Test
    void memoryIsReadFromAScrape() {
        String scrape = """
                # TYPE jvm_buffer_memory_used_bytes gauge
                jvm_buffer_memory_used_bytes{id="direct"} 2097152.0
                jvm_buffer_memory_used_bytes{id="mapped"} 7.0
                jvm_buffer_count_buffers{id="direct"} 9.0
                """;

        assertThat(MemoryProbe.sum(scrape, "jvm_buffer_memory_used_bytes{id=\"direct\""))
                .isEqualTo(2 * 1024 * 1024);
    }
}
