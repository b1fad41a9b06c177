package io.compuerta.policy.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.compuerta.policy.Resources;
import io.compuerta.policy.signal.pii.PiiType;
import io.compuerta.policy.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a privacy file may say; each broken one of the table ends with the exact places and words of its problems. */
class PrivacyFilesTest {

    private static final String FULL = """
            version: 1
            recognizers:
              - name: employee-number
                type: ID
                pattern: 'EMP-\\d{6}'
                checksum: luhn
                context: [empleado, employee]
                confidence: 0.9
            allow:
              values: ["soporte@acme.example"]
              patterns: ['.*@acme\\.example']
            actions: { PERSON: pseudonymize, CREDIT_CARD: block, US_SSN: route-local, IP: allow, PHONE: mask, EMAIL: hash }
            tenants:
              acme:
                recognizers: [ { name: badge, pattern: 'B\\d{4}' } ]
                allow: { values: [Ana Gil] }
                actions: { CREDIT_CARD: mask, default: route-local }
            """;

    static List<Path> broken() {
        return Resources.table("privacy/broken");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenFileIsToldWhereAndWhy(Path file) {
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class, () -> PrivacyReader.read("privacy.yaml", Resources.read(file)));

        assertThat(thrown).isNotNull();
        assertThat(thrown.problems())
                .extracting(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
                .containsExactlyElementsOf(Resources.expectedProblems(file));
    }

    @Test
    void theTableIsNotLost() {
        assertThat(broken()).hasSizeGreaterThan(20);
    }

    @Test
    void tooManyRecognizersAreRefusedAlsoWhenATenantAddsThem() {
        StringBuilder yaml = new StringBuilder("version: 1\nrecognizers:\n");
        for (int i = 0; i < 50; i++) {
            yaml.append("  - { name: n")
                    .append(i)
                    .append(", pattern: 'B")
                    .append(i)
                    .append("' }\n");
        }
        assertThat(PrivacyReader.read("privacy.yaml", yaml.toString())).isNotNull();
        yaml.append("tenants: { acme: { recognizers: [ { name: more, pattern: C } ] } }\n");

        ConfigException thrown =
                catchThrowableOfType(ConfigException.class, () -> PrivacyReader.read("privacy.yaml", yaml.toString()));

        assertThat(thrown)
                .hasMessageContaining("51 recognizers are too many; at most 50, a tenant's together with everybody's");
    }

    @Test
    void actionsOfATenantStandAboveThoseOfEverybody() {
        PrivacyPolicy policy = PrivacyReader.read("privacy.yaml", FULL);

        PrivacyRules everybody = policy.rules("globex");
        assertThat(everybody.action(PiiType.CREDIT_CARD)).isEqualTo(PrivacyAction.BLOCK);
        assertThat(everybody.action(PiiType.US_SSN)).isEqualTo(PrivacyAction.ROUTE_LOCAL);
        assertThat(everybody.action(PiiType.IP)).isEqualTo(PrivacyAction.ALLOW);
        assertThat(everybody.action(PiiType.PHONE)).isEqualTo(PrivacyAction.MASK);
        assertThat(everybody.action(PiiType.EMAIL)).isEqualTo(PrivacyAction.HASH);
        assertThat(everybody.action(PiiType.MAC)).isEqualTo(PrivacyAction.PSEUDONYMIZE);
        PrivacyRules acme = policy.rules("acme");
        assertThat(acme.action(PiiType.CREDIT_CARD)).isEqualTo(PrivacyAction.MASK);
        assertThat(acme.action(PiiType.PHONE)).isEqualTo(PrivacyAction.MASK);
        assertThat(acme.action(PiiType.MAC)).isEqualTo(PrivacyAction.ROUTE_LOCAL);
    }

    @ParameterizedTest
    @EnumSource(PiiType.class)
    void withoutAFileEverythingIsPseudonymized(PiiType type) {
        assertThat(PrivacyPolicy.standard().rules("acme").action(type)).isEqualTo(PrivacyAction.PSEUDONYMIZE);
    }

    @Test
    void theShippedFileSaysWhatHoldsWithoutIt() {
        PrivacyPolicy shipped =
                PrivacyReader.read("privacy.yaml", Resources.read(Resources.CONFIG.resolve("privacy.yaml")));

        PrivacyRules rules = shipped.rules("acme");
        assertThat(rules.find("EMP-123456 of Ana Gil, ana@acme.example"))
                .isEqualTo(PrivacyRules.standard().find("EMP-123456 of Ana Gil, ana@acme.example"));
        assertThat(PiiType.values()).allMatch(type -> rules.action(type) == PrivacyAction.PSEUDONYMIZE);
        assertThat(shipped.version()).hasSize(12);
    }

    @Test
    void nothingThatPrintsShowsAValueOrAPattern() {
        PrivacyPolicy policy = PrivacyReader.read("privacy.yaml", FULL);

        assertThat(policy.toString() + policy.rules("acme"))
                .contains("2 recognisers", "2 values")
                .doesNotContain("soporte", "Ana", "EMP");
    }
}
