package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Requests;
import io.compuerta.policy.rule.PolicyCompiler;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.time.Clock;
import java.time.DayOfWeek;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

    private static final String POLICY = """
            version: 1
            targets:
              local:   { engine: qwen }
              premium: { models: [openai/sol] }
              western: { models: [mistral/large] }
            rules:
              - name: no substitute
                when: '"china-politics" in topics'
                route: western
                on-failure: refuse
              - name: hard questions
                when: complexity > 0.6
                route: premium
              - name: a doubtful answer
                when: tenant == "careful"
                route: local
                cascade: { to: premium }
              - name: everything else
                route: local
                fallback: [western]
            """;

    private static final Signals EASY = Requests.plain();
    private static final Signals HARD = Requests.of(0.9, SensitivityLevel.PUBLIC);

    private final PolicySet policies =
            PolicyCompiler.compile("policies.yaml", POLICY, Clock.systemUTC()).policies();

    @Test
    void whatMustStayIsAnsweredLocallyAlthoughItsRuleNamesOnlyPremium() {
        RouteDecision decision = decide(HARD, "auto", Placement.LOCAL);

        assertThat(models(decision)).containsExactly("local/qwen");
        assertThat(decision.rejected())
                .containsExactly(new RouteDecision.Rejected(
                        ModelId.parse("openai/sol"), "personal data in the request must stay here"));
    }

    @Test
    void noFallbackTakesOutWhatMustStay() {
        assertThat(models(decide(EASY, "auto", Placement.LOCAL))).containsExactly("local/qwen");
    }

    @Test
    void aRuleThatAllowsNoSubstituteStillAllowsNone() {
        Signals politics = Requests.of(0.1, SensitivityLevel.PUBLIC, Topic.CHINA_POLITICS);

        assertThat(models(decide(politics, "auto", Placement.PREMIUM))).containsExactly("mistral/large");
        assertThat(decide(politics, "auto", Placement.LOCAL)).isInstanceOf(RouteDecision.Refuse.class);
    }

    @Test
    void aPremiumModelAskedForByNameIsRefusedWhatMustStay() {
        RouteDecision decision = decide(EASY, "openai/sol", Placement.LOCAL);

        assertThat(decision).isInstanceOf(RouteDecision.Refuse.class);
        assertThat(decision.reason()).contains("personal data in the request must stay here");
    }

    @Test
    void withoutTheEngineWhatMustStayIsRefusedForNow() {
        Availability away = model -> !model.isLocal();
        RouteDecision decision = policies.decide(facts(HARD, "auto", Placement.LOCAL), Fleet.of(away));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        RouteDecision.Refuse.class,
                        refuse -> assertThat(refuse.temporary()).isTrue());
    }

    @Test
    void aDoubtedPromptMeetsThePremiumModelsOfTheRuleFirst() {
        assertThat(models(decide(EASY, "auto", Placement.PREMIUM))).containsExactly("mistral/large");
        assertThat(models(decide(HARD, "auto", Placement.PREMIUM))).containsExactly("openai/sol");
    }

    @Test
    void theLocalModelAskedForByNameIsNotGivenADoubtedPrompt() {
        assertThat(decide(EASY, "local", Placement.PREMIUM)).isInstanceOf(RouteDecision.Refuse.class);
    }

    @Test
    void aCascadeEndsWhereItBeganWhenTheRequestMustStay() {
        Facts facts =
                new Facts(EASY, Ask.of("auto"), new Caller("careful", "ana"), Situation.quiet(12, DayOfWeek.MONDAY));

        RouteDecision free = policies.decide(facts, everything());
        RouteDecision bound = policies.decide(facts.placed(Placement.LOCAL), everything());

        assertThat(((RouteDecision.Serve) free).escalation()).isPresent();
        assertThat(((RouteDecision.Serve) bound).escalation()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ANYWHERE, ANYWHERE, ANYWHERE",
        "ANYWHERE, PREMIUM, PREMIUM",
        "PREMIUM, ANYWHERE, PREMIUM",
        "LOCAL, PREMIUM, LOCAL",
        "PREMIUM, LOCAL, LOCAL",
        "ANYWHERE, LOCAL, LOCAL"
    })
    void ofTwoDemandsTheStricterHolds(Placement one, Placement other, Placement both) {
        assertThat(one.and(other)).isEqualTo(both);
    }

    private RouteDecision decide(Signals signals, String asked, Placement placement) {
        return policies.decide(facts(signals, asked, placement), everything());
    }

    private static Facts facts(Signals signals, String asked, Placement placement) {
        return new Facts(signals, new Caller("acme", "ana"), asked, 12).placed(placement);
    }

    private static Fleet everything() {
        return Fleet.of(Availability.everything());
    }

    private static List<String> models(RouteDecision decision) {
        return ((RouteDecision.Serve) decision)
                .candidates().stream().map(route -> route.model().toString()).toList();
    }
}
