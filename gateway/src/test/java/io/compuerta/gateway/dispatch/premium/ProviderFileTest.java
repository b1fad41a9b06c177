package io.compuerta.gateway.dispatch.premium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.policy.decide.DataTerms;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.ModelTraits;
import io.compuerta.policy.yaml.ConfigException;
import io.compuerta.policy.yaml.Environment;
import java.util.List;
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
    void modelsMaySayWhatTheyCanDo() {
        Provider provider =
                ProviderFile.parse("p.yaml", """
                        version: 1
                        providers:
                          - id: acme
                            dialect: openai
                            base-url: https://acme.example/v1
                            residency: [de]
                            retention: none
                            training: false
                            models:
                              - plain
                              - { name: able, context-tokens: 128000, vision: true, tools: true, json-schema: false }
                        """, Environment.of(Map.of())).getFirst();
        DataTerms terms = new DataTerms(Set.of("de"), OptionalInt.of(0), Optional.of(false));
        ProviderCatalogue catalogue = new ProviderCatalogue(List.of(provider));

        assertThat(provider.models()).containsExactly("plain", "able");
        assertThat(catalogue.find(ModelId.parse("acme/plain"))).contains(ModelTraits.of(terms));
        assertThat(catalogue.find(ModelId.parse("acme/able")))
                .contains(new ModelTraits(
                        OptionalInt.of(128_000), Optional.of(true), Optional.of(true), Optional.of(false), terms));
        assertThat(catalogue.find(ModelId.parse("acme/other"))).isEmpty();
        assertThat(catalogue.find(ModelId.local("anything"))).contains(ModelTraits.EMBEDDED);
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
                "retention-days: 30   | retention: a month   | p.yaml:8:16 | 30d",
                "retention-days: 30   | retention: 30        | p.yaml:8:16 | none",
                "retention-days: 30   | training: maybe      | p.yaml:8:15 | true or false",
                "residency: [us, eu]  | residency: [us, ue]  | p.yaml:7:21 | two letters",
                "[gpt-5.6-sol, gpt-5.6-terra] | [{ name: a, vison: true }] | p.yaml:9 | vision",
                "[gpt-5.6-sol, gpt-5.6-terra] | [{ vision: true }]         | p.yaml:9 | name",
                "[gpt-5.6-sol, gpt-5.6-terra] | [a, a]                     | p.yaml:9 | twice",
                "[gpt-5.6-sol, gpt-5.6-terra] | [3]                        | p.yaml:9 | quotes",
                "[gpt-5.6-sol, gpt-5.6-terra] | []                         | p.yaml:9 | at least one",
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
