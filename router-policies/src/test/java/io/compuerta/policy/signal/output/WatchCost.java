package io.compuerta.policy.signal.output;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Prints what watching costs in processor time. Not a test: run its main method. */
final class WatchCost {

    private static final int ROUNDS = 7;
    private static final int TOKENS = 200_000;

    private WatchCost() {}

    public static void main(String[] args) {
        List<String> tokens = tokens(TOKENS);
        String prompt = String.join("", tokens(750));
        String question = String.join("", tokens(750).reversed());
        for (int round = 0; round < ROUNDS; round++) {
            long begun = cpu();
            int made = 200;
            for (int i = 0; i < made; i++) {
                var unused = PromptShingles.of(List.of(prompt), List.of(question), 12);
            }
            double index = (cpu() - begun) / 1e3 / made;
            TextWatch watch = new TextWatch(Watching.list(LeakAction.CUT, ""), false);
            begun = cpu();
            int passed = 0;
            int waited = 0;
            for (String token : tokens) {
                passed += watch.accept(token).length();
                waited += watch.heldBack() > 0 ? 1 : 0;
            }
            double each = (cpu() - begun) / (double) TOKENS;
            System.out.printf(
                    Locale.ROOT,
                    "rows of a prompt and a question of 750 words each: %.0f us; a token of an answer: %.0f ns;"
                            + " %.2f %% of tokens left something waiting; %d characters%n",
                    index,
                    each,
                    100.0 * waited / TOKENS,
                    passed);
        }
    }

    /** Of this thread, so that a busy machine tells the same. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Words as they come, some of the watched prompt, in an order that is nobody's. */
    private static List<String> tokens(int count) {
        String[] words =
                ("the of and to in is you that it for on are as with his they at be this have from or one had by"
                                + " word but not what all were we when your can said there use an each which she do how their if"
                                + " will up other about out many then them these so some her would make like him into time has"
                                + " look two more write go see number no way could people my than first water been call who oil"
                                + " vuelo reserva agencia cambio siempre cortesía número antes español discount bookings morning")
                        .split(" ");
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        List<String> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(" " + words[random.nextInt(words.length)] + (i % 12 == 11 ? "." : ""));
        }
        return tokens;
    }
}
