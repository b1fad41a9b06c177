package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.testing.Calibration;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose configuration names a calibration. */
class CalibratedGatewayTest {

    private static final String SIMPLE = "Hola, ¿a qué hora abrís mañana?";

    @TempDir
    Path folder;

    @Test
    void correctsTheScoresOfItsTenantOnlyAndKeepsTheShippedOne() throws Exception {
        Path file = Calibration.write(folder.resolve("calibration.yaml"), "acme", 1, 9);
        try (GatewayUnderTest gateway = start(file)) {
            String ours = GatewayUnderTest.freshId();
            String theirs = GatewayUnderTest.freshId();

            HttpResponse<String> corrected = ask(gateway, GatewayUnderTest.KEY, ours);
            HttpResponse<String> shipped = ask(gateway, GatewayUnderTest.OTHER_TENANT_KEY, theirs);

            assertThat(corrected.headers().firstValue("x-compuerta-rule")).contains("hard questions");
            assertThat(shipped.headers().firstValue("x-compuerta-rule")).contains("everything else");
            Map<String, Object> row = gateway.ledger().of(ours);
            assertThat((double) row.get("complexity")).isGreaterThan(0.6);
            assertThat((double) row.get("complexity_shipped")).isLessThan(0.6);
            Map<String, Object> other = gateway.ledger().of(theirs);
            assertThat(other.get("complexity")).isEqualTo(other.get("complexity_shipped"));
            assertThat(other)
                    .containsEntry("operation", "chat")
                    .containsEntry("modality", "text")
                    .containsEntry("language", "es")
                    .containsEntry("tools", 0);
        }
    }

    @Test
    void ratingsCountAgainstTheLimitsOfTheirKey() throws Exception {
        Path file = Calibration.write(folder.resolve("calibration.yaml"), "acme", 1, 0);
        try (GatewayUnderTest gateway = start(file)) {
            int last = 0;
            for (int i = 0; i < 3; i++) {
                last = GatewayUnderTest.send(gateway.to("/v1/feedback")
                                .setHeader("Authorization", "Bearer small-key")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"request_id\": \"guessed-" + i + "\", \"score\": 0}")))
                        .statusCode();
            }

            assertThat(last).isEqualTo(429);
        }
    }

    @Test
    void aCalibrationThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> start(folder.resolve("nowhere.yaml")))
                .rootCause()
                .hasMessageContaining("nowhere.yaml is missing");
    }

    private static GatewayUnderTest start(Path file) {
        return GatewayUnderTest.start(
                TestConfiguration.standard(
                        GatewayUnderTest.stub().baseUrl(),
                        GatewayUnderTest.wire().baseUrl() + "/v1"),
                Map.of("compuerta.routing.calibration", file.toString()));
    }

    private static HttpResponse<String> ask(GatewayUnderTest gateway, String key, String id) {
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.chat(Chat.body("auto", SIMPLE))
                .setHeader("Authorization", "Bearer " + key)
                .header("x-request-id", id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
