package io.compuerta.policy.share;

import io.compuerta.policy.Requests;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Measures what a decision costs with and without a share, as roughly as {@code SignalCost}. The argument is a policy file
 * with a share.
 */
final class ShareCost {

    private static final int CALLS = 200_000;

    private ShareCost() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        CompiledPolicy policy =
                PolicyCompiler.compile(file.toString(), Files.readString(file), Clock.systemDefaultZone());
        ShareGoal goal = policy.document().share().orElseThrow();
        Random random = new Random(1);
        List<Facts> requests = random.doubles(4_096)
                .mapToObj(score ->
                        new Facts(Requests.of(score, SensitivityLevel.PUBLIC), new Caller("acme", "ana"), "auto", 12))
                .toList();
        ShareSteering steering = new ShareSteering(Optional.of(goal), 1);
        ShareController controller = new ShareController(goal, 0.6, new SplittableRandom(1));
        measure("the policy alone", requests, f -> policy.policies().decide(f, Availability.everything()));
        measure(
                "the policy with its share",
                requests,
                f -> steering.decide(policy.policies(), f, Fleet.of(Availability.everything())));
        measure(
                "a ruling of the controller",
                requests,
                f -> controller.rule(f.signals().complexity().score()));
    }

    private static void measure(String name, List<Facts> requests, Consumer<Facts> work) {
        long[] nanos = new long[CALLS];
        for (int i = -CALLS; i < CALLS; i++) {
            Facts facts = requests.get(Math.floorMod(i, requests.size()));
            long before = System.nanoTime();
            work.accept(facts);
            long after = System.nanoTime();
            if (i >= 0) {
                nanos[i] = after - before;
            }
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-28s p50 %6.1f us   p99 %6.1f us%n",
                name,
                nanos[CALLS / 2] / 1e3,
                nanos[CALLS * 99 / 100] / 1e3);
    }
}
