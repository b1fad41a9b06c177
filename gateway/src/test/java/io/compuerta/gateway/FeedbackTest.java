package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/feedback}. */
class FeedbackTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void aRatingMayComeAtOnceAndASecondOneTakesItsPlace() throws SQLException {
        String id = answered(GatewayUnderTest.KEY);

        HttpResponse<String> first = rate(id, "0.2, \"reason\": \"incomplete\"");
        HttpResponse<String> second = rate(id, "1");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        JsonNode receipt = JSON.readTree(first.body());
        assertThat(receipt.path("object").asString()).isEqualTo("feedback");
        assertThat(receipt.path("request_id").asString()).isEqualTo(id);
        assertThat(receipt.path("score").doubleValue()).isEqualTo(0.2);
        assertThat(receipt.path("reason").asString()).isEqualTo("incomplete");
        assertThat(receipt.path("replaced").booleanValue()).isFalse();
        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).isPresent();
        assertThat(JSON.readTree(second.body()).path("replaced").booleanValue()).isTrue();
        assertThat(JSON.readTree(second.body()).path("reason").isNull()).isTrue();
        assertThat(kept(id)).containsExactly("acme 1.0 null");
    }

    @Test
    void onlyTheTenantThatAskedMayRate() throws SQLException {
        String theirs = answered(GatewayUnderTest.OTHER_TENANT_KEY);

        HttpResponse<String> foreign = rate(theirs, "0");
        HttpResponse<String> unknown = rate("never-was", "0");

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(unknown.body());
        JsonNode error = JSON.readTree(unknown.body()).path("error");
        assertThat(error.path("code").asString()).isEqualTo("request_not_found");
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
        assertThat(error.path("param").asString()).isEqualTo("request_id");
        assertThat(kept(theirs)).isEmpty();
    }

    @Test
    void whatWasNotAnsweredCannotBeRated() {
        String id = GatewayUnderTest.freshId();
        HttpResponse<String> refused = GatewayUnderTest.send(
                gateway.chat(Chat.body("no/such-model", "hola")).header("x-request-id", id));
        assertThat(refused.statusCode()).isEqualTo(404);

        assertThat(rate(id, "1").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | missing_required_parameter | request_id",
                "{\"request_id\": \"a\"} | missing_required_parameter | score",
                "{\"request_id\": 7, \"score\": 1} | invalid_type | request_id",
                "{\"request_id\": \"a b\", \"score\": 1} | invalid_value | request_id",
                "{\"request_id\": \"a\", \"score\": \"1\"} | invalid_type | score",
                "{\"request_id\": \"a\", \"score\": 1.01} | invalid_value | score",
                "{\"request_id\": \"a\", \"score\": -1} | invalid_value | score",
                "{\"request_id\": \"a\", \"score\": 1e999} | invalid_value | score",
                "{\"request_id\": \"a\", \"score\": 1, \"reason\": \"bad\"} | invalid_value | reason",
                "{\"request_id\": \"a\", \"score\": 1, \"reason\": [\"slow\"]} | invalid_value | reason",
            })
    void mistakesNameTheParameter(String body, String code, String param) {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("param").asString()).isEqualTo(param);
    }

    @Test
    void freeTextIsRefusedAndNeitherQuotedNorKept() throws SQLException {
        String id = answered(GatewayUnderTest.KEY);

        HttpResponse<String> reason = rate(id, "0, \"reason\": \"Lucía Ferrer says no\"");
        HttpResponse<String> comment = rate(id, "0, \"comment\": \"Lucía Ferrer says no\"");

        assertThat(reason.statusCode()).isEqualTo(400);
        assertThat(comment.statusCode()).isEqualTo(400);
        assertThat(reason.body() + comment.body()).doesNotContain("Ferrer").doesNotContain("comment");
        assertThat(reason.body()).contains("incomplete, irrelevant");
        assertThat(kept(id)).isEmpty();
    }

    @Test
    void keyAndMethodAreThoseOfTheOtherEndpoints() {
        HttpResponse<String> stranger = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.uri("/v1/feedback"))
                .header("Authorization", "Bearer wrong")
                .POST(HttpRequest.BodyPublishers.ofString("{\"request_id\": \"a\", \"score\": 1}")));
        HttpResponse<String> get =
                GatewayUnderTest.send(gateway.to("/v1/feedback").GET());

        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(get.statusCode()).isEqualTo(405);
    }

    @Test
    void ratingsAreCounted() {
        String id = answered(GatewayUnderTest.KEY);
        assertThat(rate(id, "0.9").statusCode()).isEqualTo(200);

        HttpResponse<String> scrape = GatewayUnderTest.send(
                HttpRequest.newBuilder(gateway.uri("/actuator/prometheus")).GET());

        assertThat(scrape.body())
                .containsPattern("gateway_feedback_total\\{[^}]*rating=\"good\"[^}]*tenant=\"acme\"[^}]*} [1-9]");
    }

    private String answered(String key) {
        String id = GatewayUnderTest.freshId();
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.chat(Chat.body("local", "hola " + id))
                .setHeader("Authorization", "Bearer " + key)
                .header("x-request-id", id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return id;
    }

    private HttpResponse<String> rate(String id, String scoreAndMore) {
        return post("{\"request_id\": \"" + id + "\", \"score\": " + scoreAndMore + "}");
    }

    private HttpResponse<String> post(String body) {
        return GatewayUnderTest.send(gateway.to("/v1/feedback").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private List<String> kept(String id) throws SQLException {
        List<String> kept = new ArrayList<>();
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + gateway.home().resolve("data/ledger.db"));
                var query = connection.prepareStatement("SELECT * FROM feedback WHERE request_id = ?")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString("tenant") + " " + rows.getDouble("score") + " " + rows.getString("reason"));
                }
            }
        }
        return kept;
    }
}
