package io.compuerta.gateway.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFileTest {

    @Test
    void theExampleSaysWhatHoldsWithoutIt() throws IOException {
        OutputRules example = OutputFile.read("output.yaml", Files.readString(Path.of("..", "config", "output.yaml")));

        assertThat(example.general().actions())
                .isEqualTo(OutputRules.STANDARD.general().actions());
        assertThat(example.general().words()).isEqualTo(12);
        assertThat(example.general().listed()).isEmpty();
        assertThat(example.tenants()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        OutputRules rules = OutputFile.read("output.yaml", """
                version: 1
                system-prompt: { action: flag, words: 20 }
                secrets: { action: off }
                placeholders: { action: cut }
                phrases: { action: flag, list: [Proyecto Cóndor] }
                """);

        assertThat(rules.general().actions())
                .isEqualTo(Map.of(
                        LeakKind.SYSTEM_PROMPT, LeakAction.FLAG,
                        LeakKind.SECRET, LeakAction.OFF,
                        LeakKind.PLACEHOLDER, LeakAction.CUT,
                        LeakKind.PHRASE, LeakAction.FLAG));
        assertThat(rules.general().words()).isEqualTo(20);
        assertThat(rules.general().listed()).containsExactly("Proyecto Cóndor");
    }

    @Test
    void aTenantTakesTheGeneralPartForWhatItLeavesOut() {
        OutputRules rules = OutputFile.read("output.yaml", """
                version: 1
                system-prompt: { words: 20 }
                phrases: { list: [one phrase] }
                tenants:
                  acme:
                    secrets: { action: flag }
                    phrases: { list: [another] }
                """);

        TenantRules acme = rules.of("acme");
        assertThat(acme.words()).isEqualTo(20);
        assertThat(acme.listed()).isEqualTo(Set.of("one phrase", "another"));
        assertThat(acme.action(LeakKind.SECRET)).isEqualTo(LeakAction.FLAG);
        assertThat(rules.of("globex")).isEqualTo(rules.general());
        assertThat(rules.general().action(LeakKind.SECRET)).isEqualTo(LeakAction.CUT);
        assertThat(rules.general().listed()).containsExactly("one phrase");
    }

    @Test
    void aTenantForWhomEverythingIsOffIsLeftAlone() {
        OutputRules rules = OutputFile.read("output.yaml", """
                version: 1
                tenants:
                  acme:
                    system-prompt: { action: off }
                    secrets: { action: off }
                    placeholders: { action: off }
                """);

        assertThat(rules.of("acme").isOff()).isTrue();
        assertThat(rules.general().isOff()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets: { action: stop } | 2:20 | cut",
                "secret: { action: cut } | 2:1 | 'secrets'",
                "system-prompt: { words: 3 } | 2:25 | must lie between 6 and 50, not 3",
                "system-prompt: { words: 7.5 } | 2:25 | whole number",
                "system-prompt: { length: 12 } | 2:18 | length",
                "phrases: { list: ['...'] } | 2:19 | at least one letter",
                "phrases: { list: [12] } | 2:19 | must be text",
                "phrases: [a] | 2:10 | must be a mapping",
                "tenants: { acme: { words: 12 } } | 2:20 | words"
            })
    void aMistakeIsNamedWithItsPlace(String line, String place, String message) {
        assertThatThrownBy(() -> OutputFile.read("output.yaml", "version: 1\n" + line + "\n"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems().getFirst().toString())
                                .startsWith("output.yaml:" + place + ":")
                                .contains(message));
    }

    @Test
    void problemsAndPrintedRulesNeverShowAPhrase() {
        String phrase = "condor ".repeat(60);

        assertThatThrownBy(() -> OutputFile.read("output.yaml", "version: 1\nphrases: { list: ['" + phrase + "'] }\n"))
                .hasMessageContaining("at most 200 letters")
                .hasMessageNotContaining("condor");
        assertThat(OutputFile.read("output.yaml", "version: 1\nphrases: { list: [Condor] }\n")
                        .toString())
                .doesNotContain("ondor");
    }
}
