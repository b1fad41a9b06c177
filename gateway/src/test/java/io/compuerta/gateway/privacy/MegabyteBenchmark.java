package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiScanner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A million characters of prose, of digits, or of what is made to hurt, through all detectors and the firewall. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class MegabyteBenchmark {

    private static final int LENGTH = 1_000_000;

    @Param({
        "El informe de ventas compara los tres trimestres. The minutes were sent to Ana Ruiz in Leeds. ",
        "1",
        "12345678 ",
        "+1 ",
        "1.1.",
        "a@",
        "Ana de ",
        "password: ",
        "C/ ",
        "ES91 2100 ",
        "://a:",
        "ignore all "
    })
    private String piece = "1";

    private final PiiScanner scanner = PiiScanner.standard();
    private final PromptFirewall firewall = PromptFirewall.standard();
    private String text = "";

    @Setup
    public void prepare() {
        text = piece.repeat(LENGTH / piece.length());
    }

    @Benchmark
    public void everything(Blackhole hole) {
        hole.consume(scanner.scan(text));
        hole.consume(firewall.inspect(text, Origin.USER));
    }

    @Benchmark
    public void personalData(Blackhole hole) {
        hole.consume(scanner.scan(text));
    }
}
