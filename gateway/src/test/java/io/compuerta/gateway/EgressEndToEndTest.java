package io.compuerta.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.compuerta.engine.EngineEvent;
import io.compuerta.gateway.egress.BodyDigest;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What leaves, where it may go, and what is on record of it: seen from the providers' side of the wire. */
class EgressEndToEndTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SECRET = "a secret of the tests only";
    private static final String LABEL = "x-compuerta-sensitivity";
    private static final String MAILBOX = "rosa.molina@correo-prueba.es";

    private static final WireMockServer WIRE =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        WIRE.start();
        String wire = WIRE.baseUrl();
        gateway = GatewayUnderTest.start(
                new TestConfiguration("""
                version: 1
                targets:
                  local: { engine: qwen }
                  dear:  { models: [america/m] }
                  all:   { models: [madrid/m, america/m, berlin/m] }
                data:
                  personal: { residency: [eu] }
                rules:
                  - { name: doubts, when: user == "doubting", route: local, cascade: { to: all, after-tokens: 4 }, fallback: [dear] }
                  - { name: demands, when: user == "demanding", route: all, fallback: [local], require: { retention: none } }
                  - { name: rest, route: all, fallback: [dear, local] }
                """, """
                version: 1
                providers:
                  - { id: madrid, dialect: openai, base-url: %s/madrid, residency: [es], retention: none, training: false, models: [m] }
                  - { id: america, dialect: openai, base-url: %s/america, residency: [us], retention: 30d, models: [m] }
                  - { id: berlin, dialect: openai, base-url: %s/berlin, residency: [de], retention: none, models: [m] }
                """.formatted(wire, wire, wire), "", """
                version: 1
                keys:
                  - { id: tests, sha256: %s, tenant: acme, limits: { requests-per-day: 1000000 } }
                  - { id: operator, sha256: %s, tenant: acme, admin: true }
                """.formatted(
                                TestConfiguration.sha256(GatewayUnderTest.KEY),
                                TestConfiguration.sha256(GatewayUnderTest.ADMIN_KEY))),
                Map.of("compuerta.cache.enabled", "false"));
        gateway.engine()
                .when(
                        "no-idea",
                        request -> Flux.just(
                                new EngineEvent.Text("I'm sorry, but I can't help with that.", List.of()),
                                new EngineEvent.Finished(EngineEvent.FinishReason.STOP, 7, 9)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        WIRE.stop();
        assertThat(Blocking.found()).isEmpty();
    }

    @BeforeEach
    void everybodyFails() {
        WIRE.resetAll();
        List.of("madrid", "america", "berlin").forEach(provider -> answer(provider, 503));
        gateway.bean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @Test
    void everyTryIsOnRecordWithTheHashOfWhatTheProviderGot() {
        answer("berlin", 200);

        String id = ask(Chat.json("auto", "Escribe a " + MAILBOX).put("user", "Rosa Molina"), "");

        List<JsonNode> records = records(id);
        assertThat(records)
                .extracting(record -> record.path("provider").asString() + " "
                        + record.path("purpose").asString() + " "
                        + record.path("attempt").asInt())
                .containsExactly("madrid first 1", "madrid first 2", "madrid first 3", "berlin fallback 1");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.path("outcome").asString()).isEqualTo("sent");
            assertThat(record.path("replaced").path("EMAIL").asInt()).isEqualTo(1);
            assertThat(record.path("tenant").asString()).isEqualTo("acme");
            assertThat(record.path("user").asString()).matches("[0-9a-f]{16}");
            assertThat(record.path("rule").asString()).isEqualTo("rest");
            assertThat(record.path("sensitivity").asString()).isEqualTo("personal");
        });
        assertThat(records.getFirst().path("training").isBoolean()).isTrue();
        assertThat(records.getLast().path("residency").toString()).isEqualTo("[\"de\"]");
        assertThat(records.getLast().path("retention_days").isInt()).isTrue();
        assertThat(records.getLast().path("retention_days").asInt()).isZero();
        assertThat(records.getLast().path("training").isNull()).isTrue();
        BodyDigest digest = new BodyDigest(SECRET.getBytes(StandardCharsets.UTF_8));
        List<LoggedRequest> seen = seen();
        assertThat(seen)
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.getBodyAsString()).doesNotContain("rosa", "Rosa"));
        assertThat(records)
                .extracting(record -> record.path("hmac_sha256").asString())
                .containsExactlyElementsOf(seen.stream()
                        .map(request -> digest.of(request.getBody()))
                        .toList());
        assertThat(records)
                .extracting(record -> record.path("bytes").asInt())
                .containsExactlyElementsOf(
                        seen.stream().map(request -> request.getBody().length).toList());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neitherRetryNorFallbackGoesWhereThePolicyForbids(boolean stream) {
        ObjectNode body = Chat.json("auto", "Name the capital of Peru.").put("stream", stream);

        String free = ask(body, "");
        assertThat(providers(free)).contains("madrid", "america", "berlin");
        WIRE.resetRequests();
        reset();

        String bound = ask(body, "personal");
        assertThat(providers(bound)).containsOnly("madrid", "berlin").hasSize(6);
        assertThat(seen()).hasSize(6).noneMatch(request -> request.getUrl().startsWith("/america"));
        assertThat(gateway.ledger().of(bound)).containsEntry("route", "local");
    }

    @Test
    void aRulesOwnDemandBindsItsFallbacksToo() {
        String id = ask(Chat.json("auto", "Name the capital of Peru.").put("user", "demanding"), "");

        assertThat(providers(id)).containsOnly("madrid", "berlin");
        assertThat(gateway.ledger().of(id)).containsEntry("rule", "demands").containsEntry("route", "local");
    }

    @Test
    void anEscalationGoesOnlyWhereTheRequestMay() {
        ObjectNode body = Chat.json("auto", "no-idea").put("user", "doubting");

        String free = ask(body, "");
        assertThat(providers(free)).contains("america");
        assertThat(records(free).getFirst().path("purpose").asString()).isEqualTo("escalation");
        reset();

        String bound = ask(body, "personal");
        assertThat(providers(bound)).containsOnly("madrid", "berlin");
        assertThat(gateway.ledger().of(bound)).containsEntry("cascade_reason", "premium_failed");
    }

    @Test
    void aModelThatTheCallerNamesGetsNothingItMayNotHave() {
        String id = ask(Chat.json("america/m", "Name the capital of Peru."), "personal");

        assertThat(gateway.ledger().of(id)).containsEntry("outcome", "refused");
        assertThat(records(id)).isEmpty();
        assertThat(seen()).isEmpty();
    }

    @Test
    void aProviderCannotSendTheCallOnToAnother() {
        List.of("madrid", "berlin")
                .forEach(provider -> WIRE.stubFor(post(urlEqualTo(path(provider)))
                        .willReturn(
                                aResponse().withStatus(307).withHeader("Location", WIRE.baseUrl() + path("america")))));

        String id = ask(Chat.json("auto", "Name the capital of Peru."), "personal");

        assertThat(seen()).isNotEmpty().noneMatch(request -> request.getUrl().startsWith("/america"));
        assertThat(providers(id)).containsOnly("madrid", "berlin");
    }

    @Test
    void whatTheLastCheckHoldsBackIsOnRecordAndNotTheProvidersFault() {
        answer("madrid", 200);
        ObjectNode leaking = Chat.json("madrid/m", "Escribe a " + MAILBOX).put("service_tier", "to " + MAILBOX);

        String id = "";
        for (int i = 0; i < 12; i++) {
            id = ask(leaking, "");
        }

        assertThat(seen()).isEmpty();
        assertThat(gateway.ledger().of(id)).containsEntry("error_code", "protection_failed");
        assertThat(records(id)).singleElement().satisfies(record -> {
            assertThat(record.path("outcome").asString()).isEqualTo("refused");
            assertThat(record.path("reason").asString()).isEqualTo("personal data: EMAIL");
            assertThat(record.toString()).doesNotContain("rosa");
        });
        String after = ask(Chat.json("madrid/m", "hola"), "");
        assertThat(gateway.ledger().of(after)).containsEntry("outcome", "ok").containsEntry("model", "madrid/m");
    }

    @Test
    void whatStaysHereIsNotOnRecord() {
        String id = ask(Chat.json("local", "Escribe a " + MAILBOX), "");

        assertThat(gateway.ledger().of(id)).containsEntry("route", "local");
        assertThat(records(id)).isEmpty();
    }

    @Test
    void administratorsPageThroughTheRecords() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.addFirst(ask(Chat.json("madrid/m", "hola " + i), ""));
        }
        answer("madrid", 200);
        String since = "2026-01-01T00:00:00Z";

        List<String> found = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = admin("/admin/egress?provider=madrid&tenant=acme&limit=2&since=" + since + after);
            assertThat(page.path("object").asString()).isEqualTo("list");
            assertThat(page.path("data").size()).isLessThanOrEqualTo(2);
            found.addAll(page.path("data").findValuesAsString("request_id"));
            after = page.path("has_more").booleanValue()
                    ? "&after=" + page.path("next").asString()
                    : "";
        } while (!after.isEmpty());

        assertThat(found.stream().filter(ids::contains).distinct()).containsExactlyElementsOf(ids);
        assertThat(found).hasSameSizeAs(new java.util.LinkedHashSet<>(allIds()));
        assertThat(admin("/admin/egress?tenant=globex").path("data")).isEmpty();
        assertThat(admin("/admin/egress?until=2026-01-01").path("data")).isEmpty();
        assertThat(admin("/admin/egress?since=1h&limit=1").path("data")).hasSize(1);
    }

    /** One of each record: pages neither repeat nor leave out any. */
    private static List<String> allIds() {
        return admin("/admin/egress?provider=madrid&limit=1000").path("data").findValuesAsString("id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit=0            | invalid_value     | limit",
                "limit=1001         | invalid_value     | limit",
                "limit=ten          | invalid_value     | limit",
                "limit=             | invalid_value     | limit",
                "after=-1           | invalid_value     | after",
                "since=yesterday    | invalid_value     | since",
                "until=2026-02-30   | invalid_value     | until",
                "since=1h&until=2h  | invalid_value     | until",
                "tenant=a&tenant=b  | invalid_value     | tenant",
                "request=x          | unknown_parameter |",
            })
    void wrongParametersAreToldByName(String query, String code, String param) {
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.to("/admin/egress?" + query)
                .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                .GET());

        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error.path("code").asString()).isEqualTo(code);
        assertThat(error.path("param").isNull() ? null : error.path("param").asString())
                .isEqualTo(param);
    }

    @Test
    void onlyAdministratorsSeeIt() {
        HttpResponse<String> answer =
                GatewayUnderTest.send(gateway.to("/admin/egress").GET());
        HttpResponse<String> posted = GatewayUnderTest.send(gateway.to("/admin/egress")
                .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(posted.statusCode()).isEqualTo(405);
    }

    /** @return the request's id, once the gateway is done with it */
    private static String ask(ObjectNode body, String label) {
        String id = GatewayUnderTest.freshId();
        HttpRequest.Builder request = gateway.chat(body.toString()).header("x-request-id", id);
        GatewayUnderTest.send(label.isEmpty() ? request : request.header(LABEL, label));
        // Written after all of its calls.
        gateway.ledger().of(id);
        return id;
    }

    /** Oldest first. */
    private static List<JsonNode> records(String id) {
        List<JsonNode> records = new ArrayList<>();
        admin("/admin/egress?request_id=" + id).path("data").forEach(records::addFirst);
        return records;
    }

    private static List<String> providers(String id) {
        return records(id).stream()
                .map(record -> record.path("provider").asString())
                .toList();
    }

    private static JsonNode admin(String path) {
        HttpResponse<String> answer = GatewayUnderTest.send(gateway.to(path)
                .setHeader("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY)
                .GET());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void reset() {
        WIRE.resetRequests();
        gateway.bean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    /** Every request to any provider, in order. */
    private static List<LoggedRequest> seen() {
        List<LoggedRequest> all = new ArrayList<>();
        List.of("madrid", "america", "berlin")
                .forEach(provider -> all.addAll(WIRE.findAll(postRequestedFor(urlEqualTo(path(provider))))));
        all.sort(Comparator.comparing(LoggedRequest::getLoggedDate));
        return all;
    }

    private static void answer(String provider, int status) {
        WIRE.stubFor(post(urlEqualTo(path(provider)))
                .willReturn(aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody("""
                        {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":\
                        {"role":"assistant","content":"fine"},"finish_reason":"stop"}],\
                        "usage":{"prompt_tokens":3,"completion_tokens":1}}""")));
    }

    private static String path(String provider) {
        return "/" + provider + "/chat/completions";
    }
}
