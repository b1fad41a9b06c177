package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.config.ConfigWatch;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The administration from outside, and what changing files does to a running gateway. */
class AdminTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HELLO = """
            {"model":"auto","messages":[{"role":"user","content":"hola"}]}""";
    private static final TestConfiguration CONFIGURATION =
            TestConfiguration.standard(GatewayUnderTest.stub().baseUrl(), "http://127.0.0.1:9/v1");

    /** Looked at on demand only, so that each test knows what was seen when. */
    private static final GatewayUnderTest GATEWAY =
            GatewayUnderTest.start(CONFIGURATION, Map.of("compuerta.reload.enabled", "false"));

    private final Path config = GATEWAY.home().resolve("config");

    @AfterAll
    static void stop() {
        GATEWAY.close();
    }

    @BeforeEach
    void theFilesOfTheStart() throws IOException {
        change("policies.yaml", CONFIGURATION.policies());
        change("keys.yaml", CONFIGURATION.keys());
        change("prices.yaml", CONFIGURATION.prices());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin/policies, key-of-the-tests, 403, admin_key_required",
        "POST, /admin/policies/validate, key-of-the-tests, 403, admin_key_required",
        "GET, /admin/policies, wrong, 401, invalid_api_key",
        "GET, /admin/nothing, wrong, 401, invalid_api_key",
        "GET, /admin/nothing, key-of-the-operator, 404, unknown_url",
        "POST, /admin/policies, key-of-the-operator, 405, method_not_allowed",
        "GET, /admin/policies/validate, key-of-the-operator, 405, method_not_allowed",
    })
    void theAdministrationIsForItsOwnKeys(String method, String path, String key, int status, String code) {
        HttpResponse<String> answer = GatewayUnderTest.send(HttpRequest.newBuilder(GATEWAY.uri(path))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString("")));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").path("code").stringValue())
                .isEqualTo(code);
    }

    @Test
    void thePolicyInForceIsTold() {
        JsonNode told = get("/admin/policies");

        assertThat(told.path("version").stringValue()).isNotBlank();
        assertThat(told.path("since").stringValue()).contains("T");
        assertThat(told.path("in_force").booleanValue()).isTrue();
        assertThat(told.path("last_attempt").path("outcome").stringValue()).isEqualTo("loaded");
        assertThat(told.path("rules").findValuesAsString("name"))
                .containsExactly(
                        "regulated data stays home",
                        "the faulty provider first",
                        "two providers",
                        "hard questions",
                        "everything else");
        assertThat(told.path("rules").path(0).path("on_failure").stringValue()).isEqualTo("refuse");
        assertThat(told.path("targets").path(1).path("models").path(0).stringValue())
                .isEqualTo("stub/echo");
        assertThat(told.path("files").findValuesAsString("file"))
                .containsExactlyInAnyOrder(
                        "policies.yaml", "prices.yaml", "keys.yaml", "privacy.yaml", "firewall.yaml");
    }

    @Test
    void aChangedPolicyDecidesTheNextRequestAndHeadersTellItsVersion() throws IOException {
        HttpResponse<String> before = GATEWAY.ask(HELLO);

        change("policies.yaml", CONFIGURATION.policies().replace("name: everything else", "name: renamed"));

        HttpResponse<String> after = GATEWAY.ask(HELLO);
        assertThat(before.headers().firstValue("x-compuerta-rule")).contains("everything else");
        assertThat(after.headers().firstValue("x-compuerta-rule")).contains("renamed");
        assertThat(after.headers().firstValue("x-compuerta-cache")).contains("miss");
        assertThat(after.headers().firstValue("x-compuerta-policy"))
                .contains(get("/admin/policies").path("version").stringValue())
                .isNotEqualTo(before.headers().firstValue("x-compuerta-policy"));
        assertThat(GATEWAY.ask(HELLO).headers().firstValue("x-compuerta-policy"))
                .as("of a cache hit")
                .isEqualTo(after.headers().firstValue("x-compuerta-policy"));
    }

    @Test
    void aBrokenPolicyLeavesTheOldOneInForceAndSaysSo() throws IOException {
        String version = get("/admin/policies").path("version").stringValue();

        change("policies.yaml", CONFIGURATION.policies().replace("route: wire\n", "rout: wire\n"));

        JsonNode told = get("/admin/policies");
        JsonNode problem = told.path("last_attempt").path("problems").path(0);
        assertThat(told.path("version").stringValue()).isEqualTo(version);
        assertThat(told.path("in_force").booleanValue()).isFalse();
        assertThat(told.path("last_attempt").path("outcome").stringValue()).isEqualTo("rejected");
        assertThat(problem.path("line").intValue()).isPositive();
        assertThat(problem.path("message").stringValue()).contains("unknown key 'rout'");
        assertThat(GATEWAY.ask(HELLO).statusCode()).isEqualTo(200);
        assertThat(scrape())
                .contains("gateway_config_in_force{file=\"policies.yaml\"} 0.0")
                .contains("gateway_config_in_force{file=\"keys.yaml\"} 1.0")
                .contains("gateway_config_version{file=\"policies.yaml\",version=\"" + version + "\"} 1.0")
                .containsPattern("gateway_config_reload_total\\{file=\"policies.yaml\",outcome=\"rejected\"} [1-9]");
    }

    @Test
    void aPolicyThatFailsItsOwnTestsIsBroken() throws IOException {
        change("policies.yaml", CONFIGURATION.policies() + """
                tests:
                  - given: { complexity: 0.9 }
                    expect: { route: local }
                """);

        JsonNode told = get("/admin/policies");
        assertThat(told.path("in_force").booleanValue()).isFalse();
        assertThat(told.path("last_attempt")
                        .path("problems")
                        .path(0)
                        .path("message")
                        .stringValue())
                .contains("expected route local");
    }

    @Test
    void validatingChangesNothing() {
        JsonNode before = get("/admin/policies");

        JsonNode good =
                post("/admin/policies/validate", CONFIGURATION.policies().replace("else", "other"));
        JsonNode bad = post("/admin/policies/validate", CONFIGURATION.policies().replace("fallback", "falback"));

        assertThat(good.path("valid").booleanValue()).isTrue();
        assertThat(good.path("problems")).isEmpty();
        assertThat(bad.path("valid").booleanValue()).isFalse();
        assertThat(bad.path("problems").path(0).path("line").intValue()).isEqualTo(15);
        assertThat(bad.path("problems").path(0).path("message").stringValue()).contains("fallback");
        assertThat(get("/admin/policies")).isEqualTo(before);
    }

    @Test
    void aKeyThatIsTakenOutOpensNothingAnyMore() throws IOException {
        change("keys.yaml", CONFIGURATION.keys().replace(TestConfiguration.sha256("small-key"), "0".repeat(64)));

        assertThat(ask("small-key")).isEqualTo(401);
        assertThat(ask(GatewayUnderTest.KEY)).isEqualTo(200);
    }

    @Test
    void takingTheFileOfKeysAwayOpensNothing() throws IOException {
        Files.delete(config.resolve("keys.yaml"));
        GATEWAY.bean(ConfigWatch.class).check();

        assertThat(ask("compuerta-dev")).isEqualTo(401);
        assertThat(ask(GatewayUnderTest.KEY)).isEqualTo(200);
    }

    @Test
    void aNewPriceIsThePriceOfTheNextRequest() throws IOException {
        String toStub = """
                {"model":"stub/echo","temperature":1,"messages":[{"role":"user","content":"hola"}]}""";
        String before = cost(toStub);

        change("prices.yaml", CONFIGURATION.prices().replace("20.00", "40.00").replace("4.00", "8.00"));

        assertThat(Double.parseDouble(cost(toStub))).isEqualTo(2 * Double.parseDouble(before));
    }

    @Test
    void aQuestionIsExplainedByWhatIsInForce() {
        JsonNode told = post("/admin/explain", """
                {"id":"q1","tenant":"acme","user":"wire-then-local","text":"Soy Ana, mi correo es ana@example.com"}""");

        JsonNode route = told.path("route");
        assertThat(told.path("id").stringValue()).isEqualTo("q1");
        assertThat(told.path("pii").findValuesAsString("type")).contains("EMAIL");
        assertThat(told.path("pii").path(0).path("detector").stringValue()).isNotBlank();
        assertThat(told.path("complexity").path("features")).isNotEmpty();
        assertThat(told.path("complexity").path("threshold").doubleValue()).isEqualTo(0.6);
        assertThat(route.path("rule").stringValue()).isEqualTo("the faulty provider first");
        assertThat(route.path("policy").stringValue())
                .isEqualTo(get("/admin/policies").path("version").stringValue());
        assertThat(route.path("candidates").findValuesAsString("model")).containsExactly("wire/faulty", "local/qwen");
        assertThat(route.path("candidates").path(0).path("cost_usd").isNull())
                .as("a price that is unknown is not nothing")
                .isTrue();
        assertThat(route.path("candidates").path(1).path("cost_usd").doubleValue())
                .isZero();
    }

    @Test
    void anExplanationIsNoRequest() {
        String before = decisions();

        JsonNode told = post("/admin/explain", """
                {"model":"stub/echo","max_tokens":10,"messages":[{"role":"user","content":"hola"}]}""");

        assertThat(told.path("route")
                        .path("candidates")
                        .path(0)
                        .path("cost_usd")
                        .doubleValue())
                .isPositive();
        assertThat(decisions()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | 400 | invalid_value",
                "not json                            | 400 | invalid_value",
                "{\"text\":7}                        | 400 | invalid_value",
                "{\"text\":\"hi\",\"tenant\":7}      | 400 | invalid_value",
                "{\"text\":\"hi\",\"model\":\"no/x\"} | 404 | model_not_found",
            })
    void whatIsNoQuestionIsAnErrorOfTheUsualForm(String body, int status, String code) {
        HttpResponse<String> answer = GatewayUnderTest.send(GATEWAY.to("/admin/explain")
                .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").path("code").stringValue())
                .isEqualTo(code);
    }

    @Test
    void anErrorAfterTheDecisionTellsRuleAndPolicy() {
        HttpResponse<String> refused = GATEWAY.ask("""
                {"model":"stub/echo","user":"careful","messages":[{"role":"user","content":\
                "El paciente Juan Pérez, DNI 12345678Z, tiene cáncer y su diagnóstico es grave."}]}""");
        HttpResponse<String> failed = GATEWAY.ask("""
                {"model":"keyless/some-model","messages":[{"role":"user","content":"hola"}]}""");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("x-compuerta-rule")).contains("regulated data stays home");
        assertThat(refused.headers().firstValue("x-compuerta-policy")).isPresent();
        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(failed.headers().firstValue("x-compuerta-rule")).contains("everything else");
        assertThat(failed.headers().firstValue("x-compuerta-policy")).isPresent();
    }

    private void change(String file, String text) throws IOException {
        Files.writeString(config.resolve(file), text);
        GATEWAY.bean(ConfigWatch.class).check();
    }

    private static int ask(String key) {
        return GatewayUnderTest.send(GATEWAY.chat(HELLO).setHeader("Authorization", "Bearer " + key))
                .statusCode();
    }

    private static String cost(String body) {
        return GATEWAY.ask(body).headers().firstValue("x-compuerta-cost-usd").orElseThrow();
    }

    private static String scrape() {
        return GatewayUnderTest.send(GATEWAY.to("/actuator/prometheus").GET()).body();
    }

    private static String decisions() {
        return scrape().lines()
                .filter(line ->
                        line.startsWith("gateway_routing_decisions") || line.startsWith("gateway_requests_total"))
                .collect(Collectors.joining("\n"));
    }

    private static JsonNode get(String path) {
        return admin(GATEWAY.to(path).GET());
    }

    private static JsonNode post(String path, String body) {
        return admin(GATEWAY.to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static JsonNode admin(HttpRequest.Builder request) {
        HttpResponse<String> answer =
                GatewayUnderTest.send(request.setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }
}
