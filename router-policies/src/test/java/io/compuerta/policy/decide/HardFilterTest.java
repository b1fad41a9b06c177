package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Requests;
import io.compuerta.policy.TestModels;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Modality;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not take a request never does: not as route, not as fallback, not when the caller names it. */
class HardFilterTest {

    private static final String POLICY = """
            version: 1
            targets:
              local: { engine: qwen }
              us:    { models: [openai/a, vague/b, mistral/e] }
              mixed: { models: [openai/a, tiny/c, mistral/d], strategy: weighted,
                       weights: { openai/a: 1, tiny/c: 5, mistral/d: 1 } }
            data:
              personal:  { residency: [eu] }
              regulated: local-only
            rules:
              - name: health
                when: '"health" in topics'
                route: mixed
                fallback: [us, local]
                require: { retention: none }
              - name: hard
                when: complexity > 0.6
                route: us
                fallback: [mixed]
              - name: rest
                route: local
                fallback: [mixed, us]
            """;

    private static final Caller ANA = new Caller("acme", "ana");
    private static final String[] WISHES = {"auto", "auto", "local", "openai/a", "tiny/c", "mistral/d", "vague/b", "x/y"
    };

    private final PolicySet policies = PolicyCompiler.compile(
                    "p.yaml",
                    POLICY,
                    Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC),
                    TestModels.catalogue())
            .policies();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noCandidateBreaksADemandOrLacksAWant(long seed) {
        Random random = new Random(seed);
        int served = 0;
        int outside = 0;
        int wishesRefused = 0;
        for (int i = 0; i < 3_000; i++) {
            Signals signals = Requests.random(random);
            String wish = Requests.pick(random, WISHES);
            Facts facts = new Facts(
                    signals,
                    Ask.of(wish).withOutputTokens(random.nextInt(3_000)).withJsonSchema(random.nextBoolean()),
                    ANA,
                    Situation.quiet(12, DayOfWeek.MONDAY).withLot(random.nextLong()));
            String away = Requests.pick(random, WISHES);

            RouteDecision decision =
                    policies.decide(facts, model -> !model.toString().equals(away));

            if (decision instanceof RouteDecision.Serve serve) {
                served++;
                for (Route route : serve.candidates()) {
                    assertThat(mayTake(route.model(), facts, serve.rule()))
                            .as("seed %d, request %d: %s for %s", seed, i, decision, signals)
                            .isTrue();
                    outside += route instanceof Route.Premium ? 1 : 0;
                }
            } else {
                wishesRefused += wish.equals("auto") ? 0 : 1;
            }
        }

        assertThat(served).isGreaterThan(500);
        assertThat(outside).isGreaterThan(300);
        assertThat(wishesRefused).isGreaterThan(300);
    }

    /** The same rules in other words, from the description of the tests' models. */
    private static boolean mayTake(ModelId model, Facts facts, String rule) {
        Signals signals = facts.signals();
        SensitivityLevel level = signals.sensitivity().level();
        String provider = model.provider();
        boolean blind = provider.equals("tiny") || model.isLocal();
        boolean small = provider.equals("tiny");
        long tokens = signals.promptTokens() + (long) facts.ask().outputTokens();
        if ((blind && signals.modality() == Modality.IMAGE)
                || (small && (signals.tools() || facts.ask().jsonSchema() || tokens > 8_000))) {
            return false;
        }
        if (model.isLocal()) {
            return true;
        }
        boolean inEurope = provider.equals("mistral") || provider.equals("tiny");
        boolean keepsNothing = provider.equals("mistral");
        return level != SensitivityLevel.REGULATED
                && (level.compareTo(SensitivityLevel.PERSONAL) < 0 || inEurope)
                && (!rule.equals("health") || keepsNothing);
    }

    @Test
    void whoIsLeftOutIsNamedWithTheReason() {
        RouteDecision decision = policies.decide(
                facts(Requests.of(0.1, SensitivityLevel.PERSONAL, Topic.HEALTH), "auto"), model -> true);

        assertThat(decision).isInstanceOf(RouteDecision.Serve.class);
        assertThat(decision.rejected())
                .containsExactlyInAnyOrder(
                        rejected("openai/a", "its provider's retention is 30d, none is required"),
                        rejected("tiny/c", "its provider's retention is 7d, none is required"),
                        rejected("vague/b", "its provider states no retention, none is required"));
        assertThat(models(decision)).containsExactly("mistral/d", "mistral/e", "local/qwen");
    }

    @Test
    void aRefusalForTheDataIsFinalAndOneForAbsenceIsNot() {
        Signals regulated = Requests.of(0.9, SensitivityLevel.REGULATED);
        RouteDecision.Refuse forever = refuse(policies.decide(facts(regulated, "auto"), model -> true));
        RouteDecision.Refuse away =
                refuse(policies.decide(facts(Requests.of(0.9, SensitivityLevel.PERSONAL), "auto"), model -> false));

        assertThat(forever.temporary()).isFalse();
        assertThat(forever.lacking()).isEmpty();
        assertThat(forever.reason())
                .contains("no model of target 'us' may take this request", "may not leave this machine");
        assertThat(away.temporary()).isTrue();
        assertThat(away.reason())
                .contains("no model of target 'us' may take this request", "mistral/e: unavailable", "target 'mixed'");
    }

    @Test
    void aRefusalForWantOfACapabilityNamesIt() {
        Signals image = withModality(Modality.IMAGE);

        RouteDecision.Refuse refuse = refuse(policies.decide(facts(image, "tiny/c"), model -> true));

        assertThat(refuse.lacking()).contains(Capability.VISION);
        assertThat(refuse.temporary()).isFalse();
        assertThat(refuse.reason()).contains("it takes no images");
    }

    @Test
    void aFallbackSaysWhyItIsOne() {
        RouteDecision decision = policies.decide(facts(withModality(Modality.IMAGE), "auto"), model -> true);

        assertThat(decision.reason())
                .startsWith("rule 'rest' matches; no model of target 'local' may take this request"
                        + " (local/qwen: it takes no images), falling back to 'mixed'");
    }

    @Test
    void whatIsTakenOnTrustIsSaid() {
        RouteDecision stated = policies.decide(facts(withModality(Modality.IMAGE), "openai/a"), model -> true);
        RouteDecision unstated = policies.decide(facts(withModality(Modality.IMAGE), "mistral/d"), model -> true);

        assertThat(stated.reason()).doesNotContain("not stated");
        assertThat(unstated.reason()).endsWith("; whether mistral/d takes images is not stated");
    }

    @Test
    void theSameLotChoosesTheSameAndOthersChooseOthers() {
        Signals health = Requests.of(0.7, SensitivityLevel.PUBLIC);
        List<Facts> requests = new Random(5)
                .longs(50)
                .mapToObj(lot -> new Facts(
                        health,
                        Ask.of("auto"),
                        ANA,
                        Situation.quiet(12, DayOfWeek.MONDAY).withLot(lot)))
                .toList();

        List<RouteDecision> once = requests.stream().map(this::withoutUs).toList();
        List<RouteDecision> again = requests.stream().map(this::withoutUs).toList();

        assertThat(again).isEqualTo(once);
        assertThat(once.stream().map(decision -> models(decision).getFirst()).distinct())
                .hasSizeGreaterThan(1);
    }

    private RouteDecision withoutUs(Facts facts) {
        return policies.decide(
                facts, model -> !Set.of("openai/a", "vague/b", "mistral/e").contains(model.toString()));
    }

    private static Signals withModality(Modality modality) {
        Signals plain = Requests.plain();
        return new Signals(
                plain.complexity(),
                plain.sensitivity(),
                plain.firewall(),
                plain.pii(),
                modality,
                plain.promptTokens(),
                plain.language(),
                plain.tools());
    }

    private static Facts facts(Signals signals, String model) {
        return new Facts(signals, ANA, model, 12);
    }

    private static RouteDecision.Refuse refuse(RouteDecision decision) {
        return Optional.of(decision)
                .filter(RouteDecision.Refuse.class::isInstance)
                .map(RouteDecision.Refuse.class::cast)
                .orElseThrow(() -> new AssertionError(decision.toString()));
    }

    private static RouteDecision.Rejected rejected(String model, String reason) {
        return new RouteDecision.Rejected(ModelId.parse(model), reason);
    }

    private static List<String> models(RouteDecision decision) {
        return ((RouteDecision.Serve) decision)
                .candidates().stream().map(route -> route.model().toString()).toList();
    }
}
