package io.compuerta.gateway.classify;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.djl.DjlEmbedder;
import io.compuerta.engine.djl.EmbedderSettings;
import io.compuerta.gateway.firewall.TurnInspector;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Meaning;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.firewall.PromptFirewall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a decision costs once the text has been inspected: complexity, sensitivity, language, tokens and the policy of
 * {@code config/}, over everyday requests; and the same with the sentence embedding of an exam question.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class DecisionBenchmark {

    private static final Caller CALLER = new Caller("acme", "ana");

    private final SignalReader reader = SignalReader.standard();
    private CompiledPolicy policy;
    private Embedder embedder;
    private List<Conversation> requests;
    private FirewallVerdict harmless;
    private int next;

    @Setup
    public void prepare() throws IOException {
        Path root = Path.of(System.getProperty("compuerta.source", "."));
        policy = PolicyCompiler.compile(
                "policies.yaml", Files.readString(root.resolve("config/policies.yaml")), Clock.systemUTC());
        Path everyday = root.resolve("router-policies/src/test/resources/everyday/tuning.tsv");
        requests = Files.readAllLines(everyday).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> Conversation.ofQuestion(line.split("\t")[2]))
                .toList();
        harmless = new TurnInspector(PromptFirewall.standard()).verdict(requests.getFirst());
        embedder = DjlEmbedder.open(new EmbedderSettings(Files.createTempDirectory("natives"), 1, 4));
    }

    @TearDown
    public void close() {
        embedder.close();
    }

    @Benchmark
    public RouteDecision onTheSurface() {
        SignalDraft draft = reader.read(request(), Set.of(), harmless);
        return decide(draft.onSurface());
    }

    @Benchmark
    public RouteDecision withTheEmbedding() {
        Conversation request = request();
        SignalDraft draft = reader.read(request, Set.of(), harmless);
        float[] vector = embedder.embed(List.of(request.question()), Duration.ofMinutes(1))
                .block()
                .getFirst()
                .vector();
        return decide(draft.knowing(new Meaning(vector)));
    }

    private Conversation request() {
        next = (next + 1) % requests.size();
        return requests.get(next);
    }

    private RouteDecision decide(Signals signals) {
        return policy.policies().decide(signals, CALLER, "auto", Availability.everything());
    }
}
