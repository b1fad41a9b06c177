package io.compuerta.policy;

import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Signals of made-up requests. */
public final class Requests {

    private Requests() {}

    /** An easy, harmless question. */
    public static Signals plain() {
        return of(0.1, SensitivityLevel.PUBLIC);
    }

    /** An easy, harmless question of that many tokens. */
    public static Signals ofSize(int promptTokens) {
        Signals plain = plain();
        return new Signals(
                plain.complexity(),
                plain.sensitivity(),
                plain.firewall(),
                plain.pii(),
                plain.modality(),
                promptTokens,
                plain.language(),
                plain.tools());
    }

    public static Signals of(double complexity, SensitivityLevel level, Topic... topics) {
        return new Signals(
                new Complexity(complexity, Complexity.Label.SIMPLE, List.of()),
                new Sensitivity(level, Set.of(topics)),
                FirewallVerdict.CLEAN,
                Set.of(),
                Modality.TEXT,
                100,
                "es",
                false);
    }

    /** Anything at all. */
    public static Signals random(Random random) {
        return new Signals(
                new Complexity(random.nextDouble(), Complexity.Label.SIMPLE, List.of()),
                new Sensitivity(pick(random, SensitivityLevel.values()), some(random, Topic.class)),
                new FirewallVerdict(random.nextDouble(), random.nextBoolean(), Optional.empty(), List.of()),
                some(random, PiiType.class),
                pick(random, Modality.values()),
                random.nextInt(200_000),
                pick(random, new String[] {"es", "en", "pt", "und"}),
                random.nextBoolean());
    }

    public static <T> T pick(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static <E extends Enum<E>> Set<E> some(Random random, Class<E> type) {
        Set<E> set = EnumSet.noneOf(type);
        for (E value : type.getEnumConstants()) {
            if (random.nextInt(6) == 0) {
                set.add(value);
            }
        }
        return set;
    }
}
