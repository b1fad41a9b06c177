package io.compuerta.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.policy.Requests;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.topic.SensitivityLevel;
import io.compuerta.policy.signal.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTestsTest {

    private static final String POLICY = """
            version: 1
            targets:
              local: { engine: qwen }
              premium: { models: [openai/gpt-5.6-sol] }
            rules:
              - { name: private, when: 'sensitivity == "regulated"', route: local, on-failure: refuse }
              - { name: hard, when: complexity > 0.6, route: premium }
              - { name: rest, route: local }
            tests:
            """;

    private final List<Conversation> asked = new ArrayList<>();

    @Test
    void aFailureNamesTheLineWhatWasExpectedAndWhatCame() {
        List<PolicyTests.Result> results = run("""
                  - given: { complexity: 0.7 }
                    expect: { route: local, rule: rest }
                """, Requests.plain());

        assertThat(results).hasSize(1);
        assertThat(results.getFirst())
                .hasToString("policies.yaml:10: FAILED: expected route local rule 'rest',"
                        + " got route premium (openai/gpt-5.6-sol) by rule 'hard'");
    }

    @Test
    void aServedRequestFailsAnExpectedRefusal() {
        List<PolicyTests.Result> results =
                run("  - { given: { complexity: 0.7 }, expect: { refused: true } }\n", Requests.plain());

        assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(false);
    }

    @Test
    void aRefusedRequestFailsAnExpectedService() {
        List<PolicyTests.Result> results = run(
                "  - { given: { sensitivity: regulated, unavailable: [local] }, expect: { refused: false } }\n",
                Requests.plain());

        assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(false);
        assertThat(results.getFirst().message())
                .contains("refused by rule 'private'", "target 'local' is unavailable and the rule allows no other");
    }

    @Test
    void whatATestGivesOverridesWhatTheDetectorsFind() {
        Signals found = Requests.of(0.9, SensitivityLevel.REGULATED, Topic.HEALTH);
        List<PolicyTests.Result> results = run("""
                  - { given: { text: hola }, expect: { rule: private } }
                  - { given: { text: hola, sensitivity: public }, expect: { rule: hard } }
                  - { given: { text: hola, sensitivity: public, complexity: 0.1 }, expect: { rule: rest } }
                """, found);

        assertThat(results).extracting(PolicyTests.Result::passed).containsExactly(true, true, true);
    }

    @Test
    void theDetectorsSeeTheTextOnlyWhenThereIsSome() {
        run("""
                  - { given: { complexity: 0.7 }, expect: { rule: hard } }
                  - { given: { messages: [{ role: system, content: s }, { content: u }] }, expect: { rule: rest } }
                """, Requests.plain());

        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst().question()).isEqualTo("u");
        assertThat(asked.getFirst().turns()).hasSize(2);
    }

    @Test
    void aTestNeverPrintsItsText() {
        List<PolicyTests.Result> results =
                run("  - { given: { text: unmistakable }, expect: { route: premium } }\n", Requests.plain());

        assertThat(results.getFirst().toString()).contains("FAILED").doesNotContain("unmistakable");
        assertThat(compile("  - { given: { text: unmistakable }, expect: { route: premium } }\n")
                        .document()
                        .toString())
                .doesNotContain("unmistakable");
    }

    private List<PolicyTests.Result> run(String tests, Signals found) {
        return PolicyTests.run(compile(tests), conversation -> {
            asked.add(conversation);
            return found;
        });
    }

    private static CompiledPolicy compile(String tests) {
        return PolicyCompiler.compile(
                "policies.yaml", POLICY + tests, Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC));
    }
}
