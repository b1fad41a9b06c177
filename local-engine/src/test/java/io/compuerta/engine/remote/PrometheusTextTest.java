package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    @Test
    void sumsTheSeriesOfAName() {
        PrometheusText text = PrometheusText.parse("""
                # HELP a Something. a 99
                # TYPE a gauge
                a{x="1"} 2
                a{x="2 } 7",y="\\"}"} 3.0 1700000000
                a_total 5
                b 1.5e3
                """);

        assertThat(text.sum("a")).isEqualTo(5);
        assertThat(text.sum("a_total")).isEqualTo(5);
        assertThat(text.sum("b")).isEqualTo(1500);
        assertThat(text.sum("c")).isZero();
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        PrometheusText text = PrometheusText.parse("a NaN\na +Inf\na\n{\na{\n   \na x\na 1");

        assertThat(text.sum("a")).isEqualTo(1);
    }
}
