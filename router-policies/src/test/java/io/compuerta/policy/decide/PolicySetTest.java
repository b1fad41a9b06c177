package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Requests;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySetTest {

    private static final String POLICY = """
            version: 1
            targets:
              local:   { engine: qwen }
              premium: { models: [openai/sol, anthropic/sonnet] }
              spare:   { models: [openai/sol, mistral/large] }
            rules:
              - name: regulated data stays home
                when: sensitivity in ["confidential", "regulated"]
                route: local
                on-failure: refuse
              - name: hard questions
                when: complexity > 0.6
                route: premium
                fallback: [spare, local]
              - name: at night
                when: hour >= 22
                route: premium
              - name: everything else
                route: local
                fallback: [premium]
            """;

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Caller ANA = new Caller("acme", "ana");
    private static final Signals EASY = Requests.plain();
    private static final Signals HARD = Requests.of(0.9, SensitivityLevel.PUBLIC);
    private static final Signals REGULATED = Requests.of(0.9, SensitivityLevel.REGULATED);

    private final PolicySet policies = policies(ZoneOffset.UTC);

    @Test
    void candidatesKeepTheTargetsOrderThenTheFallbacks() {
        RouteDecision decision = policies.decide(HARD, ANA, "auto", Availability.everything());

        assertThat(models(decision)).containsExactly("openai/sol", "anthropic/sonnet", "mistral/large", "local/qwen");
        assertThat(serve(decision).candidates())
                .extracting(Route::target)
                .containsExactly("premium", "premium", "spare", "local");
        assertThat(decision.rule()).isEqualTo("hard questions");
        assertThat(decision.rejected()).isEmpty();
    }

    @Test
    void anUnavailableModelIsRejectedOnceAndItsNeighbourServes() {
        RouteDecision decision = policies.decide(HARD, ANA, "auto", without("openai/sol"));

        assertThat(models(decision)).containsExactly("anthropic/sonnet", "mistral/large", "local/qwen");
        assertThat(decision.rejected())
                .containsExactly(new RouteDecision.Rejected(ModelId.parse("openai/sol"), "unavailable"));
    }

    @Test
    void aFallbackSaysThatItIsOne() {
        RouteDecision decision = policies.decide(EASY, ANA, "auto", without("local/qwen"));

        assertThat(models(decision)).containsExactly("openai/sol", "anthropic/sonnet");
        assertThat(decision.reason())
                .isEqualTo("rule 'everything else' matches; target 'local' is unavailable, falling back to 'premium'");
    }

    @Test
    void nothingAvailableIsATemporaryRefusalThatNamesTheTarget() {
        RouteDecision decision = policies.decide(HARD, ANA, "auto", model -> false);

        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Refuse.class, refuse -> {
            assertThat(refuse.temporary()).isTrue();
            assertThat(refuse.reason()).contains("target 'premium' is unavailable", "'spare'", "'local'");
            assertThat(refuse.rejected())
                    .extracting(rejected -> rejected.model().toString())
                    .containsExactly("openai/sol", "anthropic/sonnet", "mistral/large", "local/qwen");
        });
    }

    @Test
    void sensitiveRequestsAreRefusedRatherThanSentElsewhere() {
        RouteDecision decision = policies.decide(REGULATED, ANA, "auto", without("local/qwen"));

        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Refuse.class, refuse -> {
            assertThat(refuse.temporary()).isTrue();
            assertThat(refuse.reason()).contains("target 'local'", "allows no other");
        });
    }

    @Test
    void aCallersWishDoesNotMoveSensitiveText() {
        RouteDecision decision = policies.decide(REGULATED, ANA, "openai/sol", Availability.everything());

        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Refuse.class, refuse -> {
            assertThat(refuse.temporary()).isFalse();
            assertThat(refuse.reason()).contains("regulated data stays home", "only target 'local'");
            assertThat(refuse.rejected())
                    .extracting(RouteDecision.Rejected::model)
                    .containsExactly(ModelId.parse("openai/sol"));
        });
    }

    @Test
    void aCallersWishIsTheOnlyCandidate() {
        RouteDecision decision = policies.decide(EASY, ANA, "anthropic/sonnet", Availability.everything());

        assertThat(serve(decision).candidates())
                .containsExactly(new Route.Premium("asked", ModelId.parse("anthropic/sonnet")));
        assertThat(decision.rule()).isEqualTo("everything else");
    }

    @Test
    void aWishThatCannotBeMetIsNotSilentlyReplaced() {
        RouteDecision decision = policies.decide(EASY, ANA, "anthropic/sonnet", without("anthropic/sonnet"));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RouteDecision.Refuse.class,
                        refuse -> assertThat(refuse.temporary()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "local/qwen"})
    void theEmbeddedEngineIsAlwaysPermitted(String asked) {
        Route.Local engine = new Route.Local("asked", ModelId.local("qwen"));

        assertThat(serve(policies.decide(REGULATED, ANA, asked, Availability.everything()))
                        .candidates())
                .containsExactly(engine);
        assertThat(serve(policies.decide(HARD, ANA, asked, Availability.everything()))
                        .candidates())
                .containsExactly(engine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-4", "", "/x", "x/", "call me on 600 111 222"})
    void aModelOfNoKnownFormIsRefusedWithoutRepeatingIt(String asked) {
        RouteDecision decision = policies.decide(EASY, ANA, asked, Availability.everything());

        assertThat(decision).isInstanceOfSatisfying(RouteDecision.Refuse.class, refuse -> {
            assertThat(refuse.temporary()).isFalse();
            assertThat(refuse.reason()).doesNotContain("600").contains("'provider/model'");
        });
    }

    @Test
    void theHourIsThatOfThePolicysZone() {
        RouteDecision atNoon = policies.decide(EASY, ANA, "auto", Availability.everything());
        RouteDecision elsewhere = policies(ZoneOffset.ofHours(10)).decide(EASY, ANA, "auto", Availability.everything());

        assertThat(atNoon.rule()).isEqualTo("everything else");
        assertThat(elsewhere.rule()).isEqualTo("at night");
    }

    @Test
    void theSameTextHasTheSameVersionAndAnotherTextAnother() {
        assertThat(policies.version()).isEqualTo(policies(ZoneOffset.UTC).version());
        assertThat(PolicyCompiler.compile("p.yaml", POLICY + "# more\n", Clock.fixed(NOON, ZoneOffset.UTC))
                        .policies()
                        .version())
                .isNotEqualTo(policies.version());
    }

    @Test
    void manyThreadsDecideAlike() {
        List<Signals> requests = new Random(9)
                .ints(2_000)
                .mapToObj(seed -> Requests.random(new Random(seed)))
                .toList();
        Function<Signals, RouteDecision> decide =
                signals -> policies.decide(new Facts(signals, ANA, "auto", 12), without("openai/sol"));

        List<RouteDecision> alone = requests.stream().map(decide).toList();
        List<RouteDecision> together = requests.parallelStream().map(decide).toList();

        assertThat(together).isEqualTo(alone);
        assertThat(alone.stream().map(RouteDecision::rule).distinct()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sensitiveRequestsNeverLeave(long seed) {
        Random random = new Random(seed);
        String[] wishes = {"auto", "local", "openai/sol", "anthropic/sonnet", "local/other", "x/y", "nonsense"};
        int sensitive = 0;
        int premium = 0;
        for (int i = 0; i < 2_000; i++) {
            Signals signals = Requests.random(random);
            Set<String> missing = Set.of(Requests.pick(random, wishes));
            RouteDecision decision = policies.decide(
                    new Facts(signals, ANA, Requests.pick(random, wishes), random.nextInt(24)),
                    model -> !missing.contains(model.toString()));
            boolean leaves = decision instanceof RouteDecision.Serve serve
                    && serve.candidates().stream().anyMatch(Route.Premium.class::isInstance);
            boolean mustStay = signals.sensitivity().level().compareTo(SensitivityLevel.CONFIDENTIAL) >= 0;
            assertThat(leaves && mustStay)
                    .as("seed %d, request %d: %s gave %s", seed, i, signals, decision)
                    .isFalse();
            sensitive += mustStay ? 1 : 0;
            premium += leaves ? 1 : 0;
        }

        assertThat(sensitive).isGreaterThan(500);
        assertThat(premium).isGreaterThan(200);
    }

    private static PolicySet policies(ZoneId zone) {
        return PolicyCompiler.compile("policies.yaml", POLICY, Clock.fixed(NOON, zone))
                .policies();
    }

    private static Availability without(String model) {
        return id -> !id.toString().equals(model);
    }

    private static RouteDecision.Serve serve(RouteDecision decision) {
        assertThat(decision).isInstanceOf(RouteDecision.Serve.class);
        return (RouteDecision.Serve) decision;
    }

    private static List<String> models(RouteDecision decision) {
        return serve(decision).candidates().stream()
                .map(route -> route.model().toString())
                .toList();
    }
}
