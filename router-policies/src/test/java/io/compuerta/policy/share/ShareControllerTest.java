package io.compuerta.policy.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareControllerTest {

    private static final int REQUESTS = 12_000;

    /** The next score, given how many came before and what the controller shows of itself. */
    interface Source {
        double next(int i, ShareController controller, Random random);
    }

    enum Traffic implements Source {
        UNIFORM((i, c, r) -> r.nextDouble()),
        SKEWED((i, c, r) -> Math.pow(r.nextDouble(), 6)),
        NEARLY_EQUAL((i, c, r) -> 0.5 + 1e-9 * r.nextDouble()),
        CONSTANT((i, c, r) -> 0.3),
        ALWAYS_ZERO((i, c, r) -> 0),
        ALWAYS_ONE((i, c, r) -> 1),
        TWO_POINTS((i, c, r) -> r.nextBoolean() ? 0.2 : 0.9),
        RARELY_HARD((i, c, r) -> r.nextInt(10) == 0 ? 0.9 : 0.2),
        MOSTLY_HARD((i, c, r) -> r.nextInt(10) == 0 ? 0.2 : 0.9),
        SLOW_RISE((i, c, r) -> 0.8 * i / REQUESTS + 0.2 * r.nextDouble()),
        SLOW_FALL((i, c, r) -> 0.8 - 0.8 * i / REQUESTS + 0.2 * r.nextDouble()),
        JUMPS((i, c, r) -> 0.2 * (i / 1_500 * 3 % 5) + 0.2 * r.nextDouble()),
        SHORT_JUMPS((i, c, r) -> 0.2 * (i / 150 * 3 % 5) + 0.2 * r.nextDouble()),
        ALTERNATING((i, c, r) -> i % 2 == 0 ? 0.9 : 0.1),
        BURSTS((i, c, r) -> i % 400 < 80 ? 0.9 + 0.1 * r.nextDouble() : 0.5 * r.nextDouble()),
        LONG_BURSTS((i, c, r) -> i % 4_000 < 800 ? 0.9 + 0.1 * r.nextDouble() : 0.5 * r.nextDouble()),
        ALWAYS_JUST_ABOVE((i, c, r) -> Math.min(1, Math.nextUp(c.threshold()))),
        ALWAYS_JUST_BELOW((i, c, r) -> Math.max(0, Math.nextDown(c.threshold()))),
        WAVES((i, c, r) -> 0.5 + 0.4 * Math.sin(i / 300.0) + 0.1 * r.nextDouble());

        private final Source source;

        Traffic(Source source) {
            this.source = source;
        }

        @Override
        public double next(int i, ShareController controller, Random random) {
            return source.next(i, controller, random);
        }
    }

    static Stream<ShareGoal> goals() {
        return Stream.of(
                new ShareGoal(0.8, 1_000, 0.02, false),
                new ShareGoal(0.5, 1_000, 0.02, false),
                new ShareGoal(0.95, 1_000, 0.01, false),
                new ShareGoal(0.2, 500, 0.02, false),
                new ShareGoal(0.8, 200, 0.02, false),
                new ShareGoal(0.01, 1_000, 0.004, false),
                new ShareGoal(0.99, 100, 0.04, false),
                new ShareGoal(0.7, 3_000, 0.1, false));
    }

    @ParameterizedTest
    @EnumSource(Traffic.class)
    void theShareHoldsOverEveryWindowWhateverComes(Traffic traffic) {
        for (ShareGoal goal : goals().toList()) {
            List<Ruling> rulings = run(traffic, goal, 42);

            assertThat(worstError(rulings, goal, goal.window()))
                    .as("%s", goal)
                    .isLessThanOrEqualTo(goal.tolerance() + 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(Traffic.class)
    void overTwoThousandRequestsItIsTwiceAsExact(Traffic traffic) {
        ShareGoal goal = ShareGoal.of(0.8);

        assertThat(worstError(run(traffic, goal, 3), goal, 2_000)).isLessThanOrEqualTo(0.01 + 1e-9);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void onScoresOfOneKindTheScoreDecidesAndNotTheLimit(long seed) {
        ShareGoal goal = ShareGoal.of(0.8);
        ShareController controller = controller(goal);
        Random random = new Random(seed);
        int premium = 0;
        int hardest = 0;
        for (int i = 0; i < 50_000; i++) {
            double score = random.nextDouble();
            if (!controller.rule(score).local()) {
                premium++;
                hardest += score > 0.75 ? 1 : 0;
            }
        }

        assertThat(controller.status().overrides()).isLessThan(50);
        assertThat((double) hardest / premium).isGreaterThan(0.97);
        assertThat(controller.threshold()).isCloseTo(0.8, within(0.1));
    }

    @Test
    void afterAJumpTheHardestAreFoundAgainWithinTheSample() {
        ShareController controller = controller(ShareGoal.of(0.8));
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            controller.rule(0.2 * random.nextDouble());
        }
        long before = controller.status().overrides();
        int premium = 0;
        int hardest = 0;
        for (int i = 0; i < 2_000; i++) {
            double score = 0.6 + 0.2 * random.nextDouble();
            boolean local = controller.rule(score).local();
            if (i >= 100 && !local) {
                premium++;
                hardest += score > 0.74 ? 1 : 0;
            }
        }

        assertThat(controller.status().overrides() - before).isLessThan(60);
        assertThat((double) hardest / premium).isGreaterThan(0.9);
    }

    @Test
    void equalScoresArePartedByChanceAndNotByTheLimit() {
        ShareController controller = controller(ShareGoal.of(0.8));
        for (int i = 0; i < 20_000; i++) {
            controller.rule(0.3);
        }

        ShareStatus status = controller.status();
        assertThat(status.realised()).isCloseTo(0.8, within(0.02));
        assertThat(status.overrides()).isLessThan(40);
    }

    @Test
    void whileItWarmsUpTheGivenThresholdDecides() {
        ShareController controller = controller(ShareGoal.of(0.8));
        for (int i = 0; i < ShareGoal.of(0.8).warmUp(); i++) {
            double score = i % 2 == 0 ? 0.61 : 0.6;
            Ruling ruling = controller.rule(score);

            assertThat(ruling.threshold()).isEqualTo(0.6);
            assertThat(ruling.local()).isEqualTo(score <= 0.6);
            assertThat(ruling.mayStay() && ruling.mayLeave()).isTrue();
        }

        assertThat(controller.rule(0.61).threshold()).isNotEqualTo(0.6);
    }

    @ParameterizedTest
    @EnumSource(Traffic.class)
    void theThresholdOfARulingGivesTheDecisionThatWasBooked(Traffic traffic) {
        ShareController controller = controller(ShareGoal.of(0.8));
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            double score = traffic.next(i, controller, random);
            Ruling ruling = controller.rule(score);
            boolean byScore = !(score > ruling.threshold());
            boolean local = byScore ? ruling.mayStay() : !ruling.mayLeave();

            assertThat(ruling.mayStay() || ruling.mayLeave()).isTrue();
            assertThat(ruling.local()).isEqualTo(local);
            if (i >= ShareGoal.of(0.8).warmUp()) {
                // So that a policy which writes >= decides the same.
                assertThat(score).isNotEqualTo(ruling.threshold());
            }
        }
    }

    @Test
    void theSameChancesGiveTheSameRulings() {
        assertThat(run(Traffic.TWO_POINTS, ShareGoal.of(0.8), 1))
                .isEqualTo(run(Traffic.TWO_POINTS, ShareGoal.of(0.8), 1));
        assertThat(run(Traffic.TWO_POINTS, ShareGoal.of(0.8), 1))
                .isNotEqualTo(run(Traffic.TWO_POINTS, ShareGoal.of(0.8), 2));
    }

    @Test
    void theStatusTellsWhatWasRealised() {
        ShareController controller = controller(ShareGoal.of(0.8));
        assertThat(controller.status().realised()).isNaN();

        Random random = new Random(1);
        List<Boolean> local = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            local.add(controller.rule(random.nextDouble()).local());
        }

        ShareStatus status = controller.status();
        assertThat(status.eligible()).isEqualTo(4_000);
        assertThat(status.target()).isEqualTo(0.8);
        assertThat(status.realised())
                .isEqualTo(local.subList(3_000, 4_000).stream().filter(l -> l).count() / 1_000.0);
    }

    @Test
    void aCorrectedRulingIsMadeGoodByLaterOnes() {
        ShareGoal goal = ShareGoal.of(0.8);
        ShareController controller = controller(goal);
        Random random = new Random(3);
        List<Boolean> local = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            // A policy that asks complexity > threshold + 0.3.
            double score = random.nextDouble();
            Ruling ruling = controller.rule(score);
            boolean byScore = !(score > ruling.threshold() + 0.3);
            boolean stays = byScore ? ruling.mayStay() : !ruling.mayLeave();
            controller.settle(ruling, stays);
            local.add(stays);
        }

        assertThat(controller.status().realised())
                .isEqualTo(local.subList(REQUESTS - 1_000, REQUESTS).stream()
                                .filter(l -> l)
                                .count()
                        / 1_000.0);
        for (int end = goal.warmUp() + 1_000; end <= REQUESTS; end++) {
            long stayed =
                    local.subList(end - 1_000, end).stream().filter(l -> l).count();
            assertThat(stayed / 1_000.0).isCloseTo(0.8, within(0.022));
        }
    }

    @Test
    void aNewLevelOfScoresRaisesTheAlarmOnceAndASettledOneEndsIt() {
        ShareController controller = controller(ShareGoal.of(0.8));
        Random random = new Random(2);
        for (int i = 0; i < 8_000; i++) {
            controller.rule(0.3 * random.nextDouble());
        }
        assertThat(controller.status().driftAlarms()).isZero();

        for (int i = 0; i < 500; i++) {
            controller.rule(0.3 + 0.3 * random.nextDouble());
        }
        assertThat(controller.status().drifting()).isTrue();
        assertThat(controller.status().drift()).isGreaterThan(0.25);

        for (int i = 0; i < 8_000; i++) {
            controller.rule(0.3 + 0.3 * random.nextDouble());
        }
        assertThat(controller.status().drifting()).isFalse();
        assertThat(controller.status().driftAlarms()).isEqualTo(1);
    }

    @Test
    void everyNewLevelIsOneAlarm() {
        ShareController controller = controller(ShareGoal.of(0.8));
        Random random = new Random(6);
        for (int i = 0; i < 10_000; i++) {
            controller.rule(0.2 * (i / 2_000 * 3 % 5) + 0.2 * random.nextDouble());
        }

        assertThat(controller.status().driftAlarms()).isEqualTo(4);
    }

    @Test
    void aSlowDriftRaisesTheAlarmToo() {
        ShareController controller = controller(ShareGoal.of(0.8));
        Random random = new Random(2);
        for (int i = 0; i < REQUESTS; i++) {
            controller.rule(0.5 * i / REQUESTS + 0.5 * random.nextDouble());
        }

        assertThat(controller.status().driftAlarms()).isPositive();
    }

    @Test
    void manyThreadsKeepTheShareInTheOrderOfTheirRulings() throws Exception {
        ShareGoal goal = ShareGoal.of(0.8);
        ShareController controller = controller(goal);
        List<Ruling> rulings = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<List<Ruling>>> work = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Random random = new Random(t);
                double level = t / 10.0;
                work.add(() -> random.doubles(3_000)
                        .mapToObj(x -> controller.rule(level + 0.3 * x))
                        .toList());
            }
            for (Future<List<Ruling>> part : threads.invokeAll(work)) {
                rulings.addAll(part.get());
            }
        }
        rulings.sort(Comparator.comparingLong(Ruling::number));

        assertThat(rulings.getLast().number()).isEqualTo(rulings.size() - 1);
        assertThat(rulings.stream().map(Ruling::number)).doesNotHaveDuplicates();
        assertThat(worstError(rulings, goal, 1_000)).isLessThanOrEqualTo(0.02 + 1e-9);
    }

    @ParameterizedTest
    @MethodSource("goals")
    void aGoalLeavesRoomToChoose(ShareGoal goal) {
        assertThat(goal.debtLimit()).isGreaterThanOrEqualTo(ShareGoal.LEAST_SLACK / 2);
    }

    private static ShareController controller(ShareGoal goal) {
        return new ShareController(goal, 0.6, new SplittableRandom(99));
    }

    private static List<Ruling> run(Traffic traffic, ShareGoal goal, long seed) {
        ShareController controller = new ShareController(goal, 0.6, new SplittableRandom(seed));
        Random random = new Random(seed);
        Ruling[] rulings = new Ruling[REQUESTS];
        Arrays.setAll(rulings, i -> controller.rule(traffic.next(i, controller, random)));
        return List.of(rulings);
    }

    /** How far the local share of any window after the warm-up is from the goal. */
    private static double worstError(List<Ruling> rulings, ShareGoal goal, int window) {
        double worst = 0;
        int stayed = 0;
        for (int i = goal.warmUp(); i < rulings.size(); i++) {
            stayed += rulings.get(i).local() ? 1 : 0;
            if (i - window >= goal.warmUp()) {
                stayed -= rulings.get(i - window).local() ? 1 : 0;
            }
            if (i - window + 1 >= goal.warmUp()) {
                worst = Math.max(worst, Math.abs((double) stayed / window - goal.local()));
            }
        }
        return worst;
    }
}
