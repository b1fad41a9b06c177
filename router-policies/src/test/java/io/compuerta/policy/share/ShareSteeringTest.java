package io.compuerta.policy.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.policy.Requests;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Facts;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.PolicySet;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShareSteeringTest {

    private static final Fleet ALL_UP = Fleet.of(Availability.everything());

    private final CompiledPolicy policy = policy("complexity > threshold", "");
    private final PolicySet policies = policy.policies();

    @Test
    void theShareOfEligibleRequestsHoldsAmongOthersThatAreNot() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        Random random = new Random(1);
        List<Boolean> local = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Signals signals = switch (random.nextInt(4)) {
                case 0 -> Requests.of(random.nextDouble(), SensitivityLevel.REGULATED);
                case 1 -> Requests.of(random.nextDouble(), SensitivityLevel.PUBLIC, Topic.CHINA_POLITICS);
                default -> Requests.of(random.nextDouble(), SensitivityLevel.PUBLIC);
            };
            RouteDecision decision = steering.decide(policies, facts(signals, "acme", "auto"), ALL_UP);
            switch (decision.rule()) {
                case "regulated" -> assertThat(isLocal(decision)).isTrue();
                case "abroad" -> assertThat(isLocal(decision)).isFalse();
                default -> local.add(isLocal(decision));
            }
        }

        ShareStatus status = steering.status(ShareSteering.ALL).orElseThrow();
        assertThat(status.eligible()).isEqualTo(local.size()).isBetween(2_500L, 3_500L);
        assertThat(share(local.subList(1_000, 2_000))).isCloseTo(0.8, within(0.02));
        assertThat(status.realised()).isEqualTo(share(local.subList(local.size() - 1_000, local.size())));
    }

    @Test
    void aSensitiveRequestStaysWhateverTheLimit() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        // The local model is far ahead of its share: it may take no more.
        for (int i = 0; i < 2_000; i++) {
            steering.decide(policies, facts(easy(), "acme", "auto"), ALL_UP);
        }

        for (int i = 0; i < 500; i++) {
            Signals regulated = Requests.of(1, SensitivityLevel.REGULATED);
            RouteDecision decision = steering.decide(policies, facts(regulated, "acme", "auto"), ALL_UP);
            assertThat(isLocal(decision)).isTrue();
            assertThat(decision.reason()).doesNotContain("share");
        }
        assertThat(steering.status(ShareSteering.ALL).orElseThrow().eligible()).isEqualTo(2_000);
    }

    @Test
    void aModelAskedForByNameIsServedAndNotCounted() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        for (int i = 0; i < 1_000; i++) {
            assertThat(isLocal(steering.decide(policies, facts(easy(), "acme", "openai/sol"), ALL_UP)))
                    .isFalse();
            assertThat(isLocal(steering.decide(policies, facts(easy(), "acme", "local"), ALL_UP)))
                    .isTrue();
        }

        assertThat(steering.status(ShareSteering.ALL).orElseThrow().eligible()).isZero();
    }

    @Test
    void whilePremiumCannotBeCalledNothingCounts() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        for (int i = 0; i < 1_000; i++) {
            RouteDecision decision =
                    steering.decide(policies, facts(hard(), "acme", "auto"), Fleet.of(ModelId::isLocal));
            assertThat(isLocal(decision)).isTrue();
        }

        assertThat(steering.status(ShareSteering.ALL).orElseThrow().eligible()).isZero();
    }

    @Test
    void aDecisionAgainstTheScoreSaysSo() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            steering.decide(policies, facts(of(0.3 * random.nextDouble()), "acme", "auto"), ALL_UP);
        }
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            RouteDecision decision =
                    steering.decide(policies, facts(of(0.7 + 0.1 * random.nextDouble()), "acme", "auto"), ALL_UP);
            if (isLocal(decision)) {
                assertThat(decision.rule()).isEqualTo("rest");
            }
            reasons.add(decision.reason());
        }

        assertThat(reasons.getFirst()).matches("rule 'hard' matches; share: threshold 0\\.\\d\\d");
        assertThat(reasons)
                .anySatisfy(reason -> assertThat(reason)
                        .matches("rule 'rest' matches; share: by its complexity it would go to premium"
                                + " \\(threshold 0\\.\\d\\d\\), but premium is at its limit for 80 % local"));
        assertThat(steering.status(ShareSteering.ALL).orElseThrow().keptLocal())
                .isEqualTo(
                        reasons.stream().filter(r -> r.contains("at its limit")).count());
    }

    @Test
    void easyRequestsGoToPremiumWhenTheLocalModelIsAtItsLimit() {
        ShareSteering steering = steering(new ShareGoal(0.8, 200, 0.02, false));
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            steering.decide(policies, facts(of(0.7 + 0.1 * random.nextDouble()), "acme", "auto"), ALL_UP);
        }
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            reasons.add(steering.decide(policies, facts(of(0.3 * random.nextDouble()), "acme", "auto"), ALL_UP)
                    .reason());
        }

        assertThat(reasons)
                .anySatisfy(reason -> assertThat(reason)
                        .matches("rule 'hard' matches; share: by its complexity it would stay"
                                + " \\(threshold 0\\.\\d\\d\\), but the local model is at its limit for 80 % local"));
    }

    @Test
    void aRulesCascadeOutlivesTheRemarkOfTheShare() {
        PolicySet cascading =
                PolicyCompiler.compile("p.yaml", """
                        version: 1
                        targets: { local: { engine: qwen }, premium: { models: [openai/sol] } }
                        rules:
                          - { name: hard, when: complexity > threshold, route: premium }
                          - { name: rest, route: local, cascade: { to: premium } }
                        """, Clock.systemUTC()).policies();

        RouteDecision decision = steering(ShareGoal.of(0.8)).decide(cascading, facts(easy(), "acme", "auto"), ALL_UP);

        assertThat(decision.reason()).contains("share: threshold");
        assertThat(((RouteDecision.Serve) decision).escalation()).isPresent();
    }

    @Test
    void withoutAShareTheThresholdStaysAndNothingIsSaid() {
        ShareSteering steering = new ShareSteering(Optional.empty(), 1);
        for (int i = 0; i < 2_000; i++) {
            RouteDecision decision = steering.decide(policies, facts(of(0.61), "acme", "auto"), ALL_UP);
            assertThat(decision.rule()).isEqualTo("hard");
            assertThat(decision.reason()).isEqualTo("rule 'hard' matches");
        }

        assertThat(steering.status(ShareSteering.ALL)).isEmpty();
    }

    @Test
    void eachTenantHasItsOwnShareIfAsked() {
        ShareSteering steering = steering(new ShareGoal(0.8, 1_000, 0.02, true));
        Random random = new Random(5);
        List<Boolean> easyTenant = new ArrayList<>();
        List<Boolean> hardTenant = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            easyTenant.add(isLocal(
                    steering.decide(policies, facts(of(0.4 * random.nextDouble()), "easy", "auto"), ALL_UP)));
            hardTenant.add(isLocal(steering.decide(
                    policies, facts(of(0.5 + 0.4 * random.nextDouble()), "hard", "auto"), ALL_UP)));
        }

        assertThat(share(easyTenant.subList(1_000, 3_000))).isCloseTo(0.8, within(0.01));
        assertThat(share(hardTenant.subList(1_000, 3_000))).isCloseTo(0.8, within(0.01));
        assertThat(steering.status("easy").orElseThrow().threshold()).isLessThan(0.4);
        assertThat(steering.status("hard").orElseThrow().threshold()).isGreaterThan(0.7);
        assertThat(steering.status("stranger").orElseThrow().eligible()).isZero();
    }

    @Test
    void oneShareTakesAllTenantsTogetherUnlessAsked() {
        ShareSteering steering = steering(ShareGoal.of(0.8));
        for (int i = 0; i < 10; i++) {
            steering.decide(policies, facts(easy(), "tenant" + i, "auto"), ALL_UP);
        }

        assertThat(steering.status(ShareSteering.ALL).orElseThrow().eligible()).isEqualTo(10);
    }

    @Test
    void theTenantUnseenForLongestIsForgottenFirst() {
        ShareSteering steering = steering(new ShareGoal(0.8, 100, 0.04, true));
        for (int i = 0; i < 1_000; i++) {
            steering.decide(policies, facts(easy(), "t" + i, "auto"), ALL_UP);
        }
        steering.decide(policies, facts(easy(), "t0", "auto"), ALL_UP);
        steering.decide(policies, facts(easy(), "newcomer", "auto"), ALL_UP);

        assertThat(steering.status("t0").orElseThrow().eligible()).isEqualTo(2);
        assertThat(steering.status("t1").orElseThrow().eligible()).isZero();
        assertThat(steering.status("newcomer").orElseThrow().eligible()).isEqualTo(1);
    }

    @Test
    void aPolicyThatAsksForMoreThanTheThresholdKeepsItsShareToo() {
        PolicySet stricter = policy("complexity > threshold + 0.2", "").policies();
        ShareSteering steering = steering(ShareGoal.of(0.8));
        Random random = new Random(8);
        // Below 0.2 no threshold sends anything out.
        List<Boolean> local = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            local.add(isLocal(steering.decide(
                    stricter, facts(of(0.2 + 0.8 * random.nextDouble()), "acme", "auto"), ALL_UP)));
        }

        assertThat(share(local.subList(1_000, 2_000))).isCloseTo(0.8, within(0.022));
        assertThat(share(local.subList(2_000, 4_000))).isCloseTo(0.8, within(0.012));
    }

    @Test
    void aRuleThatLooksAtSomethingElseTooDecidesByTheThresholdOnlyWhereItHolds() {
        PolicySet split =
                policy("complexity > threshold && tenant == \"paying\"", "").policies();

        assertThat(ShareSteering.isEligible(split, facts(easy(), "paying", "auto"), ALL_UP))
                .isTrue();
        assertThat(ShareSteering.isEligible(split, facts(hard(), "other", "auto"), ALL_UP))
                .isFalse();
        assertThat(ShareSteering.isEligible(split, facts(hard(), "paying", "local"), ALL_UP))
                .isFalse();
    }

    @Test
    void theFileSaysTheGoal() {
        assertThat(policy.document().share()).isEmpty();
        assertThat(policy(
                                "complexity > threshold",
                                "share: { local: 0.7, window: 400, tolerance: 0.05, per-tenant: true }")
                        .document()
                        .share())
                .contains(new ShareGoal(0.7, 400, 0.05, true));
        assertThat(policy("complexity > threshold", "share: { local: 0.8 }")
                        .document()
                        .share())
                .contains(ShareGoal.of(0.8));
    }

    private static ShareSteering steering(ShareGoal goal) {
        return new ShareSteering(Optional.of(goal), 17);
    }

    private static CompiledPolicy policy(String condition, String share) {
        return PolicyCompiler.compile(
                "p.yaml",
                """
                version: 1
                targets:
                  local:   { engine: qwen }
                  premium: { models: [openai/sol] }
                %s
                rules:
                  - { name: regulated, when: 'sensitivity == "regulated"', route: local, on-failure: refuse }
                  - { name: abroad, when: '"china-politics" in topics', route: premium }
                  - { name: hard, when: '%s', route: premium, fallback: [local] }
                  - { name: rest, route: local, fallback: [premium] }
                """.formatted(share, condition),
                Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));
    }

    private static Facts facts(Signals signals, String tenant, String model) {
        return new Facts(signals, new Caller(tenant, "ana"), model, 12);
    }

    private static Signals of(double complexity) {
        return Requests.of(complexity, SensitivityLevel.PUBLIC);
    }

    private static Signals easy() {
        return of(0.1);
    }

    private static Signals hard() {
        return of(0.9);
    }

    private static boolean isLocal(RouteDecision decision) {
        return decision instanceof RouteDecision.Serve serve && serve.first() instanceof Route.Local;
    }

    private static double share(List<Boolean> local) {
        return local.stream().filter(l -> l).count() / (double) local.size();
    }
}
