package io.compuerta.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.gateway.observe.ShareMeters;
import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.policy.decide.Availability;
import io.compuerta.policy.decide.Fleet;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.rule.CompiledPolicy;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.share.ShareSteering;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.Complexity;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.topic.Sensitivity;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RouterShareTest {

    private static final CompiledPolicy POLICY = PolicyCompiler.compile(
            "policies.yaml", """
            version: 1
            targets:
              local: { engine: qwen }
              premium: { models: [stub/echo] }
            share: { local: 0.8, window: 400, tolerance: 0.02 }
            rules:
              - { name: hard, when: complexity > threshold, route: premium }
              - { name: rest, route: local }
            """, Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void theGatewaysDecisionsKeepTheShareAndTheMetersTellIt() {
        ShareSteering steering = new ShareSteering(POLICY.document().share(), 1);
        new ShareMeters(registry).watch(ShareSteering.ALL, steering);
        List<RouteDecision> counted = new ArrayList<>();
        Router router = new Router(
                POLICY.policies(),
                steering,
                Fleet.of(Availability.everything()),
                caller -> Situation.quiet(12, DayOfWeek.MONDAY),
                m -> true,
                counted::add);
        AnonymizedCall call = Calls.anonymized("hola");
        Random random = new Random(1);
        assertThat(gauge("gateway.share.realised")).isNaN();

        for (int i = 0; i < 1_000; i++) {
            router.decide(call, signals(i < 500 ? 0.3 * random.nextDouble() : 0.6 + 0.3 * random.nextDouble()));
        }

        double local = counted.subList(600, 1_000).stream()
                        .filter(decision ->
                                decision instanceof RouteDecision.Serve serve && serve.first() instanceof Route.Local)
                        .count()
                / 400.0;
        assertThat(local).isCloseTo(0.8, within(0.02));
        assertThat(gauge("gateway.share.realised")).isEqualTo(local);
        assertThat(gauge("gateway.share.target")).isEqualTo(0.8);
        assertThat(gauge("gateway.share.threshold")).isBetween(0.6, 0.9);
        assertThat(gauge("gateway.share.drift")).isPositive();
        assertThat(registry.get("gateway.share.drift.alarms").functionCounter().count())
                .isEqualTo(1);
        assertThat(registry.get("gateway.share.overrides")
                        .tag("to", "local")
                        .functionCounter()
                        .count())
                .isEqualTo(counted.stream()
                        .filter(decision -> decision.reason().contains("premium is at its limit"))
                        .count());
    }

    private double gauge(String name) {
        return registry.get(name).tag("tenant", ShareSteering.ALL).gauge().value();
    }

    private static Signals signals(double complexity) {
        return new Signals(
                new Complexity(complexity, Complexity.Label.SIMPLE, List.of()),
                new Sensitivity(SensitivityLevel.PUBLIC, Set.of()),
                FirewallVerdict.CLEAN,
                Set.of(),
                Modality.TEXT,
                10,
                "es",
                false);
    }
}
