package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import io.compuerta.gateway.testing.TestRedis;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code DELETE /admin/subjects/...}: a person asks to be forgotten. */
class SubjectEndToEndTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ANA = "Ana María/ñ 100%+@example.com";

    private static TestRedis redis;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        redis = TestRedis.require();
        gateway = GatewayUnderTest.start(
                configuration(), Map.of("compuerta.redis.url", redis.url(), "compuerta.redis.timeout", "20s"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            redis.close();
        }
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void aPersonIsForgottenEverywhereAndTheBooksStillAddUp() throws SQLException, IOException {
        String hers = question();
        String his = question();
        String first = ask(gateway, GatewayUnderTest.KEY, hers, ANA);
        ask(gateway, GatewayUnderTest.KEY, his, "luis");
        ask(gateway, GatewayUnderTest.OTHER_TENANT_KEY, hers, ANA);
        rate(first);
        String digest = digest("acme");
        String sums = sums();
        assertThat(ledger()).contains(digest);

        JsonNode told = erase(gateway, ANA, "acme");

        assertThat(told.path("erased").toString())
                .isEqualTo("{\"requests\":1,\"feedback\":1,\"cache\":1,\"egress\":1}");
        assertThat(told.path("complete").booleanValue()).isTrue();
        assertThat(told.path("sent_to")).singleElement().satisfies(recipient -> {
            assertThat(recipient.path("provider").asString()).isEqualTo("stub");
            assertThat(recipient.path("calls").asInt()).isEqualTo(1);
        });
        assertThat(told.toString()).doesNotContain("Ana");
        assertThat(ledger()).doesNotContain(digest).contains(digest("globex"));
        assertThat(sums()).isEqualTo(sums);
        assertThat(redis.raw("KEYS", "*" + digest + "*"))
                .contains("compuerta:erased:")
                .doesNotContain("subject:");
        assertThat(reason(first)).isNull();
        rate(first);
        assertThat(reason(first)).as("of a rating that comes later").isNull();
        assertThat(cache(gateway, his, "luis")).as("another person's answer").isEqualTo("hit");
        assertThat(cache(gateway, hers, ANA)).as("her answer").isEqualTo("miss");
    }

    @Test
    void askingTwiceIsHarmlessAndStrangersHaveNothing() {
        ask(gateway, GatewayUnderTest.KEY, question(), "twice");

        assertThat(erase(gateway, "twice", "acme")
                        .path("erased")
                        .path("requests")
                        .asInt())
                .isEqualTo(1);
        assertThat(erase(gateway, "twice", "acme").path("erased").toString())
                .isEqualTo("{\"requests\":0,\"feedback\":0,\"cache\":0,\"egress\":0}");
        assertThat(erase(gateway, "nobody", "gone-tenant")
                        .path("erased")
                        .path("requests")
                        .asInt())
                .isZero();
    }

    @Test
    void whatAPersonUsedUpIsForgottenToo() {
        String before = remaining("limited");
        remaining("limited");

        erase(gateway, "limited", "acme");

        assertThat(remaining("limited")).isEqualTo(before);
    }

    @Test
    void inMemoryAndWithoutASecretWhatCanBeFoundIsErasedAndTheRestIsAdmitted() {
        try (GatewayUnderTest plain = GatewayUnderTest.start(configuration(), Map.of("compuerta.privacy.secret", ""))) {
            String question = question();
            ask(plain, GatewayUnderTest.KEY, question, ANA);
            assertThat(cache(plain, question, ANA)).isEqualTo("hit");

            JsonNode told = erase(plain, ANA, "acme");

            assertThat(told.path("erased").toString())
                    .isEqualTo("{\"requests\":2,\"feedback\":0,\"cache\":1,\"egress\":1}");
            assertThat(told.path("complete").booleanValue()).isFalse();
            assertThat(told.path("note").asString()).contains("compuerta.privacy.secret");
            assertThat(cache(plain, question, ANA)).isEqualTo("miss");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /admin/subjects/Zoe                           | 400 | missing_required_parameter",
                "DELETE | /admin/subjects/Zoe?tenant=                   | 400 | missing_required_parameter",
                "DELETE | /admin/subjects/Zoe?tenant=a&tenant=b         | 400 | invalid_value",
                "DELETE | /admin/subjects/Zoe?tenant=acme&all=true      | 400 | unknown_parameter",
                "GET    | /admin/subjects/Zoe?tenant=acme               | 405 | method_not_allowed",
                "DELETE | /admin/subjects/Zoe/Zoe?tenant=acme           | 404 | unknown_url",
                "DELETE | /admin/subjects?tenant=acme                   | 404 | unknown_url",
                "DELETE | /admin/subjects/?tenant=acme                  | 404 | unknown_url",
            })
    void mistakesAreToldWithoutNamingAnybody(String method, String path, int status, String code) {
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.to(path)
                .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").path("code").asString())
                .isEqualTo(code);
        assertThat(answer.body()).doesNotContain("Zoe");
    }

    @Test
    void onlyAdministratorsErase() {
        HttpResponse<String> answer = GatewayUnderTest.send(
                gateway.to("/admin/subjects/zoe?tenant=acme").DELETE());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private static TestConfiguration configuration() {
        return TestConfiguration.standard(GatewayUnderTest.stub().baseUrl(), "http://127.0.0.1:9/v1");
    }

    private static String question() {
        return "Name the capital of Peru, please. " + GatewayUnderTest.freshId();
    }

    private static HttpResponse<String> send(GatewayUnderTest to, String key, String question, String user, String id) {
        HttpResponse<String> answer = GatewayUnderTest.send(
                to.chat(Chat.json("stub/echo", question).put("user", user).toString())
                        .setHeader("Authorization", "Bearer " + key)
                        .header("x-request-id", id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        to.ledger().of(id);
        return answer;
    }

    private static String ask(GatewayUnderTest to, String key, String question, String user) {
        String id = GatewayUnderTest.freshId();
        send(to, key, question, user, id);
        return id;
    }

    private static String cache(GatewayUnderTest to, String question, String user) {
        return send(to, GatewayUnderTest.KEY, question, user, GatewayUnderTest.freshId())
                .headers()
                .firstValue("x-compuerta-cache")
                .orElse("");
    }

    private static String remaining(String user) {
        return send(gateway, GatewayUnderTest.KEY, question(), user, GatewayUnderTest.freshId())
                .headers()
                .firstValue("x-ratelimit-remaining-requests")
                .orElseThrow();
    }

    private static void rate(String id) {
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.to("/v1/feedback")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"request_id\":\"" + id + "\",\"score\":0.1,\"reason\":\"slow\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static JsonNode erase(GatewayUnderTest from, String user, String tenant) {
        HttpResponse<String> answer = GatewayUnderTest.send(
                from.to("/admin/subjects/" + UriUtils.encode(user, StandardCharsets.UTF_8) + "?tenant=" + tenant)
                        .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                        .DELETE());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String digest(String tenant) {
        return gateway.bean(UserPseudonyms.class).of(tenant, ANA);
    }

    /** Users of both tables. */
    private static String ledger() throws SQLException {
        return query("SELECT group_concat(user_digest) FROM (SELECT user_digest FROM requests UNION ALL"
                + " SELECT user_digest FROM egress)");
    }

    private static String sums() throws SQLException {
        return query(
                "SELECT sum(cost_nano_usd) || ' ' || sum(saved_nano_usd) || ' ' || sum(prompt_tokens) FROM requests"
                        + " WHERE tenant = 'acme'");
    }

    private static String reason(String id) throws SQLException {
        return query("SELECT reason FROM feedback WHERE request_id = '" + id + "'");
    }

    private static String query(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + gateway.home().resolve("data/ledger.db"));
                var rows = connection.createStatement().executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
