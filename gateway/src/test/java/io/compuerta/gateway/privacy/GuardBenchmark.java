package io.compuerta.gateway.privacy;

import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.Origin;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import io.compuerta.policy.signal.pii.PiiFinding;
import io.compuerta.policy.signal.pii.PiiScanner;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What protecting a call costs on one core: all detectors and the firewall over a prompt of 500 tokens, half Spanish and
 * half English, with personal data in every third sentence or without any; and what placeholders add to the first token.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class GuardBenchmark {

    @Param({"plain", "personal"})
    private String prompt = "plain";

    private final PiiScanner scanner = PiiScanner.standard();
    private final PromptFirewall firewall = PromptFirewall.standard();
    private String[] texts = {};
    private int next;
    private String text = "";
    private Anonymizer knowing = new Anonymizer(ignored -> List.of());
    private String firstChunk = "";
    private Vault vault = Vault.empty();

    @Setup
    public void prepare() {
        texts = GuardPrompts.make(prompt.equals("personal"));
        List<PiiFinding> known = scanner.scan(texts[0]);
        knowing = new Anonymizer(ignored -> known);
        Anonymized anonymized = knowing.anonymize(List.of(Piece.plain(texts[0])), Texts.KEY);
        vault = anonymized.vault();
        String safe = anonymized.texts().getFirst();
        int at = Math.max(0, safe.indexOf('['));
        firstChunk = safe.substring(at, Math.min(safe.length(), at + 40));
    }

    @Setup(Level.Invocation)
    public void another() {
        next = (next + 1) % texts.length;
        text = texts[next];
    }

    @Benchmark
    public List<PiiFinding> personalData() {
        return scanner.scan(text);
    }

    @Benchmark
    public FirewallVerdict firewall() {
        return firewall.inspect(text, Origin.USER);
    }

    @Benchmark
    public void everything(Blackhole hole) {
        hole.consume(scanner.scan(text));
        hole.consume(firewall.inspect(text, Origin.USER));
    }

    /** What stands between the caller and the first token beside detection: placeholders in, the first chunk restored. */
    @Benchmark
    public void firstToken(Blackhole hole) {
        Anonymized anonymized = knowing.anonymize(List.of(Piece.plain(texts[0])), Texts.KEY);
        hole.consume(anonymized.vault().leaks(anonymized.texts().getFirst()));
        hole.consume(new StreamRestorer(vault, Syntax.PLAIN).accept(firstChunk));
    }
}
