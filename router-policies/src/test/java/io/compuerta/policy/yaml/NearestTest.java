package io.compuerta.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KEYS = List.of("name", "when", "route", "fallback", "on-failure");

    @ParameterizedTest
    @CsvSource({
        "rout, route",
        "ruote, route",
        "Route, route",
        "fallbacks, fallback",
        "onfailure, on-failure",
        "wen, when"
    })
    void aSlipFindsItsWord(String written, String meant) {
        assertThat(Nearest.to(written, KEYS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"target", "x", "models", "zzzzzzzzz"})
    void anotherWordFindsNothing(String written) {
        assertThat(Nearest.to(written, KEYS)).isEmpty();
    }

    @Test
    void theMessageNamesWhatIsAllowed() {
        assertThat(Nearest.unknown("key", "rout", KEYS))
                .isEqualTo(
                        "unknown key 'rout'; did you mean 'route'? Allowed: name, when, route, fallback, on-failure");
        assertThat(Nearest.unknown("target", "x", List.of())).isEqualTo("unknown target 'x'. Allowed: none");
    }
}
