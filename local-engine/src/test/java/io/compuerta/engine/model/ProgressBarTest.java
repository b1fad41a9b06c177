package io.compuerta.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong clock = new AtomicLong();

    @Test
    void showsShareRateAndTimeLeft() {
        ProgressBar bar = new ProgressBar(out, true, clock::get);

        bar.at("m.gguf", 0, 100_000_000);
        clock.set(2_000_000_000L);
        bar.at("m.gguf", 20_000_000, 100_000_000);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("m.gguf [######........................]  20% 20.0/100.0 MB 10.0 MB/s 0:08 left");
    }

    @Test
    void doesNotRedrawForEveryByte() {
        ProgressBar bar = new ProgressBar(out, true, clock::get);
        for (int done = 0; done < 1000; done++) {
            bar.at("m.gguf", done, 100_000);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).split("\r")).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void isQuietWithoutATerminal() {
        new ProgressBar(out, false, clock::get).at("m.gguf", 1, 2);

        assertThat(bytes.size()).isZero();
    }
}
