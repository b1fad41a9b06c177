package io.compuerta.policy.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.Requests;
import io.compuerta.policy.rule.PolicyCompiler;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CascadeDecisionTest {

    private static final PolicySet POLICIES =
            PolicyCompiler.compile("policies.yaml", """
                    version: 1
                    targets:
                      local:   { engine: qwen }
                      premium: { models: [openai/sol, mistral/large] }
                      spare:   { models: [openai/luna] }
                    rules:
                      - name: strict
                        when: user == "strict"
                        route: local
                        cascade: { to: premium, after-tokens: 16, min-mean-logprob: -0.5, min-logprob: -7, refusals: false }
                      - name: breaks
                        when: user == "breaks" && topics[0] == "health"
                        route: local
                        cascade: { to: premium }
                      - name: plain
                        when: user == "plain"
                        route: local
                      - name: rest
                        route: local
                        fallback: [spare]
                        cascade: { to: premium }
                    """, Clock.systemUTC()).policies();

    @Test
    void aRulesCascadeGoesWithItsDecision() {
        assertThat(serve("strict", "auto", Availability.everything()).escalation())
                .contains(new Escalation(
                        List.of(
                                new Route.Premium("premium", ModelId.parse("openai/sol")),
                                new Route.Premium("premium", ModelId.parse("mistral/large"))),
                        new Doubt(16, OptionalDouble.of(-0.5), OptionalDouble.of(-7), false)));
    }

    @Test
    void theReasonTellsWhereADoubtfulAnswerGoes() {
        assertThat(serve("ana", "auto", Availability.everything()).reason())
                .isEqualTo("rule 'rest' matches; a doubtful answer goes to 'premium'");
    }

    @Test
    void whatIsNotWrittenIsTheUsual() {
        assertThat(serve("ana", "auto", Availability.everything()).escalation().map(Escalation::doubt))
                .contains(new Doubt(24, OptionalDouble.of(-1.2), OptionalDouble.empty(), true));
    }

    @Test
    void aRuleWithoutOneHasNone() {
        assertThat(serve("plain", "auto", Availability.everything()).escalation())
                .isEmpty();
    }

    @Test
    void whoAsksForTheLocalModelGetsIt() {
        assertThat(serve("ana", "local", Availability.everything()).escalation())
                .isEmpty();
    }

    @Test
    void unavailableModelsAreLeftOutAndTold() {
        RouteDecision.Serve some =
                serve("ana", "auto", model -> !model.provider().equals("openai"));
        RouteDecision.Serve none = serve("ana", "auto", ModelId::isLocal);

        assertThat(some.escalation().orElseThrow().candidates())
                .extracting(route -> route.model().toString())
                .containsExactly("mistral/large");
        assertThat(none.escalation()).isEmpty();
        assertThat(none.rejected())
                .extracting(rejected -> rejected.model().toString())
                .contains("openai/sol", "mistral/large");
    }

    @Test
    void withoutTheEngineThereIsNothingToLookAt() {
        assertThat(serve("ana", "auto", model -> !model.isLocal()).escalation()).isEmpty();
    }

    @Test
    void aRuleTakenBecauseItsConditionBrokeLetsNothingOut() {
        RouteDecision.Serve decision = serve("breaks", "auto", Availability.everything());

        assertThat(decision.rule()).isEqualTo("breaks");
        assertThat(decision.escalation()).isEmpty();
    }

    @Test
    void aBindingRuleCannotCascade() {
        Target.Engine engine = new Target.Engine("local", ModelId.local("qwen"));
        Cascade cascade = new Cascade(
                new Target.Premium("premium", List.of(ModelId.parse("openai/sol"))),
                new Doubt(24, OptionalDouble.empty(), OptionalDouble.empty(), true));

        assertThatThrownBy(() -> new Rule(
                        "r", Condition.always(), engine, List.of(), true, Optional.empty(), Optional.of(cascade)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'r'");
    }

    private static RouteDecision.Serve serve(String user, String model, Availability availability) {
        RouteDecision decision = POLICIES.decide(Requests.plain(), new Caller("acme", user), model, availability);
        assertThat(decision).isInstanceOf(RouteDecision.Serve.class);
        return (RouteDecision.Serve) decision;
    }
}
