package io.compuerta.policy.signal;

import io.compuerta.policy.signal.complexity.ComplexityScorer;
import io.compuerta.policy.signal.language.LanguageGuess;
import io.compuerta.policy.signal.topic.SensitivityClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
