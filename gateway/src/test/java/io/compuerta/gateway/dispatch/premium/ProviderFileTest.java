package io.compuerta.gateway.dispatch.premium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderFileTest {

    private static final String GOOD = """
            version: 1
            providers:
              - id: openai
                dialect: openai
                base-url: https://api.openai.com/v1/
                api-key: ${OPENAI_API_KEY}
                residency: [us, eu]
                retention-days: 30
                models: [gpt-5.6-sol, gpt-5.6-terra]
            """;

    @Test
    void everyKeyIsRead() {
        Provider provider = ProviderFile.parse(
                        "p.yaml", GOOD, Environment.of(Map.of("OPENAI_API_KEY", "sk-very-secret")))
                .getFirst();

        assertThat(provider.id()).isEqualTo("openai");
        assertThat(provider.dialect()).isEqualTo(Provider.Dialect.OPENAI);
        assertThat(provider.baseUrl()).hasToString("https://api.openai.com/v1");
        assertThat(provider.apiKey()).contains("sk-very-secret");
        assertThat(provider.keyMissing()).isFalse();
        assertThat(provider.terms()).isEqualTo(new DataTerms(Set.of("us", "eu"), OptionalInt.of(30), Optional.empty()));
        assertThat(provider.models()).containsExactly("gpt-5.6-sol", "gpt-5.6-terra");
        assertThat(provider.toString()).doesNotContain("sk-very-secret");
    }

    @Test
    void aMissingVariableMeansAMissingKeyAndIsNoError() {
        Provider provider =
                ProviderFile.parse("p.yaml", GOOD, Environment.of(Map.of())).getFirst();

        assertThat(provider.keyMissing()).isTrue();
        assertThat(provider.apiKey()).isEmpty();
    }

    @Test
    void aProviderWithoutKeyNeedsNone() {
        Provider provider = ProviderFile.parse(
                        "p.yaml", GOOD.replace("    api-key: ${OPENAI_API_KEY}\n", ""), Environment.of(Map.of()))
                .getFirst();

        assertThat(provider.keyMissing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: openai           | id: local            | p.yaml:3 | local",
                "id: openai           | id: a/b              | p.yaml:3 | divides",
                "dialect: openai      | dialect: klingon     | p.yaml:4 | openai",
                "base-url: https      | base-url: ftp        | p.yaml:5 | http",
                "residency:           | residence:           | p.yaml:7 | residency",
                "retention-days: 30   | retention-days: -1   | p.yaml:8 | 0",
                "version: 1           | version: 2           | p.yaml:1 | 1"
            })
    void mistakesAreReportedWithLineAndWhatIsAllowed(String right, String wrong, String place, String allowed) {
        assertThatThrownBy(() -> ProviderFile.parse("p.yaml", GOOD.replace(right, wrong), Environment.of(Map.of())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(allowed);
    }

    @Test
    void anIdIsUsedOnce() {
        String twice = GOOD + GOOD.substring(GOOD.indexOf("  - id"));

        assertThatThrownBy(() -> ProviderFile.parse("p.yaml", twice, Environment.of(Map.of())))
                .hasMessageContaining("p.yaml:10")
                .hasMessageContaining("used twice");
    }
}
