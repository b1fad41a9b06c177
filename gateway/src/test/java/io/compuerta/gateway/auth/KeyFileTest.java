package io.compuerta.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.limit.UserLimits;
import io.compuerta.policy.yaml.ConfigException;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {

    private static final String GOOD = """
            version: 1
            keys:
              - id: web-app
                sha256: 5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8
                tenant: acme
                limits: { requests-per-day: 50, requests-per-minute: 30, tokens-per-minute: 60000 }
            """;

    @Test
    void everyKeyIsRead() {
        ApiKey key = KeyFile.parse("k.yaml", GOOD).find("password").orElseThrow();

        assertThat(key)
                .isEqualTo(new ApiKey(
                        "web-app",
                        "acme",
                        new UserLimits(OptionalLong.of(50), OptionalLong.of(30), OptionalLong.of(60000))));
    }

    @Test
    void aKeyOpensTheAdministrationOnlyWhenTheFileSaysSo() {
        KeyRing ring = KeyFile.parse("k.yaml", GOOD.replace("tenant: acme", "tenant: acme\n    admin: true"));

        assertThat(KeyFile.parse("k.yaml", GOOD).find("password").orElseThrow().admin())
                .isFalse();
        assertThat(ring.find("password").orElseThrow().admin()).isTrue();
    }

    @Test
    void aDigestIsNoKeyAndUpperCaseDigestsAreUnderstood() {
        KeyRing ring = KeyFile.parse("k.yaml", GOOD.replace("5e884898da", "5E884898DA"));

        assertThat(ring.find("password")).isPresent();
        assertThat(ring.find("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"))
                .isEmpty();
        assertThat(ring.find("")).isEmpty();
    }

    @Test
    void aHundredRequestsADayUnlessTheFileSaysOtherwise() {
        KeyRing none = KeyFile.parse("k.yaml", GOOD.replaceAll("    limits.*\n", ""));
        KeyRing some = KeyFile.parse("k.yaml", GOOD.replace("requests-per-day: 50, ", ""));

        assertThat(none.find("password").orElseThrow().limits()).isEqualTo(UserLimits.DEFAULT);
        assertThat(some.find("password").orElseThrow().limits().requestsPerDay())
                .hasValue(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256: 5e88         | sha256: xyz88         | k.yaml:4 | 64 hexadecimal digits",
                "tenant: acme         | tennant: acme         | k.yaml:5 | tenant",
                "requests-per-day: 50 | requests-per-day: 0   | k.yaml:6 | 1",
                "tokens-per-minute    | tokens-per-hour       | k.yaml:6 | tokens-per-minute",
                "version: 1           | version: one          | k.yaml:1 | 1"
            })
    void mistakesAreReportedWithLineAndWhatIsAllowed(String right, String wrong, String place, String allowed) {
        assertThatThrownBy(() -> KeyFile.parse("k.yaml", GOOD.replace(right, wrong)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(allowed);
    }

    @Test
    void keysAndIdsAreUsedOnce() {
        String again = GOOD.substring(GOOD.indexOf("  - id"));

        assertThatThrownBy(() -> KeyFile.parse("k.yaml", GOOD + again)).hasMessageContaining("used twice");
        assertThatThrownBy(() -> KeyFile.parse("k.yaml", GOOD + again.replace("web-app", "other")))
                .hasMessageContaining("same key");
    }
}
