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

    /** A token of mixed Spanish and English takes about four characters. */
    private static final int CHARACTERS = 2_000;

    private static final List<String> PLAIN = List.of(
            "La reunión de la tarde se aplaza al jueves porque la sala grande está ocupada por las obras. ",
            "Please summarise the attached minutes in five short points and keep the tone friendly. ",
            "El informe de ventas compara los tres últimos trimestres con los del año pasado y explica las diferencias. ",
            "The deployment of version 10.4.2 to EKS failed with error 4821 because the S3 bucket was not reachable. ",
            "Necesito un correo breve que explique a los clientes el nuevo horario de la tienda en verano. ",
            "We ordered 1,200 units at 14.90 each, so the invoice should show a total of 17,880 before taxes. ");

    private static final List<String> PERSONAL = List.of(
            "Soy Lucía Fernández Ibáñez, mi DNI es 12345678Z y mi teléfono el +34 612 345 678. ",
            "Please send it to Eleanor Whitfield, 12 Oak Lane, Leeds LS1 4DY, eleanor.whitfield@correo.example. ",
            "La cuenta IBAN es ES91 2100 0418 4502 0005 1332 y la tarjeta 4539 1488 0343 6467, nacida el 3 de mayo de 1980. ");

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

    /** Several texts of the same make, so that a branch predictor cannot learn one by heart. */
    @Setup
    public void prepare() {
        texts = new String[32];
        for (int i = 0; i < texts.length; i++) {
            StringBuilder made = new StringBuilder();
            for (int sentence = i; made.length() < CHARACTERS; sentence++) {
                boolean personal = prompt.equals("personal") && sentence % 3 == 0;
                List<String> from = personal ? PERSONAL : PLAIN;
                made.append(from.get((sentence / 3 + sentence) % from.size()));
            }
            texts[i] = made.substring(0, CHARACTERS);
        }
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
