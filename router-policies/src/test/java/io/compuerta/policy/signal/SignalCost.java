package io.compuerta.policy.signal;

import io.compuerta.policy.Requests;
import io.compuerta.policy.TestModels;
import io.compuerta.policy.decide.Ask;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.complexity.TaskGuess;
import io.compuerta.policy.signal.language.LanguageGuess;
import io.compuerta.policy.signal.topic.SensitivityClassifier;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Measures what each signal costs on the everyday requests, roughly: warm, one thread, {@code nanoTime} around single calls.
 * For numbers to defend use JMH; this one answers "microseconds or milliseconds?".
 */
final class SignalCost {

    private static final int ROUNDS = 200;
    private static final int WARM_UP = 100;

    private SignalCost() {}

    public static void main(String[] arguments) throws IOException {
        List<Conversation> conversations = new ArrayList<>();
        for (String file : List.of("/everyday/held-out.tsv", "/everyday/tuning.tsv")) {
            try (InputStream stream = SignalCost.class.getResourceAsStream(file)) {
                new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> Conversation.ofQuestion(line.split("\t")[2].replace("\\n", "\n")))
                        .forEach(conversations::add);
            }
        }
        ComplexityScorer complexity = ComplexityScorer.standard();
        SensitivityClassifier sensitivity = SensitivityClassifier.standard();
        measure("complexity", conversations, c -> complexity.score(c).score());
        measure(
                "sensitivity",
                conversations,
                c -> sensitivity.classify(c, Set.of()).level().ordinal());
        measure("language", conversations, c -> LanguageGuess.of(c.question()).length());
        measure("tokens", conversations, TokenEstimate::of);
        measure("task", conversations, c -> TaskGuess.of(c).ordinal());
        PolicySet policies = policies();
        measure("decision", conversations, c -> decide(policies, c));
        List<Conversation> longOnes = List.of(Conversation.ofQuestion(
                "El informe trimestral muestra que los ingresos crecieron en todas las regiones. ".repeat(1_250)));
        measure(
                "complexity, 100,000 characters",
                longOnes,
                c -> complexity.score(c).score());
        measure(
                "sensitivity, 100,000 characters",
                longOnes,
                c -> sensitivity.classify(c, Set.of()).level().ordinal());
    }

    /** The text's own signals are made up: only the decision is measured, the guess of the task included. */
    private static double decide(PolicySet policies, Conversation conversation) {
        Facts facts = new Facts(
                Requests.of(0.5, SensitivityLevel.PERSONAL),
                Ask.of("auto", conversation),
                new Caller("acme", "ana"),
                Situation.quiet(12, DayOfWeek.MONDAY).withLot(conversation.length()));
        return policies.decide(facts, model -> true).rejected().size();
    }

    private static PolicySet policies() {
        return PolicyCompiler.compile("p.yaml", """
                        version: 1
                        targets:
                          local: { engine: qwen }
                          premium: { models: [openai/a, mistral/b, tiny/c], strategy: weighted,
                                     weights: { openai/a: 1, mistral/b: 2, tiny/c: 3 } }
                        data:
                          personal: { residency: [eu] }
                          regulated: local-only
                        rules:
                          - { name: one, when: 'sensitivity == "regulated"', route: local, on-failure: refuse }
                          - { name: two, when: '"china-politics" in topics', route: premium }
                          - { name: three, when: 'modality != "text" || promptTokens > 32000', route: premium }
                          - { name: four, when: complexity > 0.6 && budgetLeft > 1.0, route: premium }
                          - { name: five, when: 'task == "math" && !("openai" in healthy)', route: local }
                          - { name: rest, route: premium, fallback: [local] }
                        """, Clock.systemUTC(), TestModels.catalogue())
                .policies();
    }

    private static void measure(String name, List<Conversation> conversations, ToDoubleFunction<Conversation> signal) {
        double sum = 0;
        long[] nanos = new long[conversations.size() * ROUNDS];
        int measured = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Conversation conversation : conversations) {
                long before = System.nanoTime();
                sum += signal.applyAsDouble(conversation);
                long after = System.nanoTime();
                if (round >= 0) {
                    nanos[measured++] = after - before;
                }
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-32s p50 %7.1f us   p99 %7.1f us   (%.0f)%n",
                name,
                nanos[measured / 2] / 1e3,
                nanos[(int) (measured * 0.99)] / 1e3,
                sum);
    }
}
