package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineException;
import io.compuerta.gateway.config.ConfigWatch;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.ScriptedEngine;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code privacy.yaml} through the whole gateway, against a provider that records every byte. */
class PrivacyEndToEndTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RULES = """
            version: 1
            recognizers:
              - { name: employee-number, pattern: 'EMP-\\d{6}' }
            allow:
              values: [soporte@acme.example]
            actions: { CREDIT_CARD: block, US_SSN: route-local, IP: allow, PHONE: mask, EMAIL: hash }
            tenants:
              globex: { actions: { CREDIT_CARD: mask, ID: route-local } }
            """;
    private static final String CARD = "4111 1111 1111 1111";
    private static final String PHONE = "+34 612 345 678";
    private static final String SSN = "My SSN is 536-90-4399";
    private static final String MAILBOX = "lucia.ferrer@correo-prueba.es";

    private static GatewayUnderTest gateway;
    private final StubUpstream stub = GatewayUnderTest.stub();

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                TestConfiguration.standard(GatewayUnderTest.stub().baseUrl(), "http://127.0.0.1:9/v1"), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void rulesInForce() {
        put(RULES);
        stub.forget();
    }

    /** The way every change takes: the file is written, and the watch looks at it. */
    private static void put(String yaml) {
        try {
            Files.writeString(gateway.home().resolve("config/privacy.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gateway.bean(ConfigWatch.class).check();
    }

    @Test
    void aRecognizerOfOnesOwnIsAnonymizedAndComesBack() {
        String answer = content(ask(Chat.body("stub/echo", "Ficha de EMP-123456, por favor.")));

        assertThat(answer).isEqualTo("Ficha de EMP-123456, por favor.");
        assertThat(stub.receivedText()).contains("[ID_").doesNotContain("EMP-123456");
    }

    @Test
    void whatIsAllowedReachesTheProvider() {
        ask(Chat.body("stub/echo", "Avisa a Soporte@ACME.example de que falla 10.20.30.40."));

        assertThat(stub.receivedText()).contains("Soporte@ACME.example", "10.20.30.40");
    }

    @Test
    void aMaskedValueNeitherLeavesNorComesBack() {
        String text = "Mi móvil es " + PHONE + ", gracias.";

        assertThat(content(ask(Chat.body("stub/echo", text)))).isEqualTo("Mi móvil es +** *** *** ***, gracias.");
        HttpResponse<String> streamed = ask(Chat.streamed("stub/echo", text + " "));
        assertThat(SseEvent.text(SseEvent.parse(streamed.body()))).isEqualTo("Mi móvil es +** *** *** ***, gracias. ");
        assertThat(stub.receivedText()).contains("+** *** *** ***").doesNotContain("612 345 678");
    }

    @Test
    void theLocalModelReadsWhatIsMaskedForOthers() {
        String answer = content(ask(Chat.body("local", "Repite mi móvil: " + PHONE)));

        assertThat(answer).isEqualTo("local: Repite mi móvil: " + PHONE);
    }

    @Test
    void aHashedValueIsTheSameInTwoConversationsAndAnotherForAnotherTenant() {
        ask(Chat.body("stub/echo", "Uno: " + MAILBOX));
        ask(Chat.body("stub/echo", "Dos: " + MAILBOX));
        String ours = digest();
        assertThat(stub.receivedText()).doesNotContain(MAILBOX);
        stub.forget();
        GatewayUnderTest.send(as(GatewayUnderTest.OTHER_TENANT_KEY, Chat.body("stub/echo", "Tres: " + MAILBOX)));

        assertThat(digest()).isNotEqualTo(ours);
    }

    /** The one digest among all that the provider received. */
    private String digest() {
        var digests = Pattern.compile("\\[EMAIL-\\w{16}]")
                .matcher(stub.receivedText())
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(digests).hasSize(1);
        return digests.getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "local", "stub/echo"})
    void aBlockedTypeIsRefusedWhoeverShouldAnswer(String model) {
        double before = blocked();

        for (String body :
                new String[] {Chat.body(model, "Mi tarjeta: " + CARD), Chat.streamed(model, "Mi tarjeta: " + CARD)}) {
            HttpResponse<String> response = ask(body);
            JsonNode error = JSON.readTree(response.body()).path("error");
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error.path("code").stringValue()).isEqualTo("personal_data_blocked");
            assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
            assertThat(error.path("message").stringValue())
                    .contains("CREDIT_CARD")
                    .doesNotContain("4111");
            assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        }
        assertThat(stub.received()).isEmpty();
        assertThat(blocked() - before).isEqualTo(2);
    }

    private static double blocked() {
        return gateway.bean(MeterRegistry.class)
                .get("gateway.guardrail.actions")
                .tags("guardrail", "privacy", "action", "block", "kind", "CREDIT_CARD")
                .counter()
                .count();
    }

    @Test
    void aTenantsRulesStandAboveEverybodys() {
        HttpResponse<String> card = GatewayUnderTest.send(
                as(GatewayUnderTest.OTHER_TENANT_KEY, Chat.body("stub/echo", "Mi tarjeta: " + CARD)));
        HttpResponse<String> badge = GatewayUnderTest.send(
                as(GatewayUnderTest.OTHER_TENANT_KEY, Chat.body("stub/echo", "Ficha de EMP-123456")));

        assertThat(content(card)).isEqualTo("Mi tarjeta: **** **** **** ****");
        assertThat(badge.statusCode()).isEqualTo(403);
        assertThat(stub.receivedText()).doesNotContain("4111", "Ficha");
    }

    @Test
    void whatMustStayIsAnsweredHereWhateverThePolicySays() {
        String hard =
                SSN + ". Prove that every continuous function on a compact metric space is uniformly continuous, then"
                        + " derive the asymptotic complexity of Dijkstra's algorithm with a Fibonacci heap, and implement it in"
                        + " Java with unit tests and a formal loop invariant. Design a distributed version that tolerates"
                        + " network partitions. Explain the trade-offs step by step.";
        HttpResponse<String> without = ask(Chat.body("auto", hard.replace(SSN, "My name is secret")));
        stub.forget();

        HttpResponse<String> response = ask(Chat.body("auto", hard));

        assertThat(without.headers().firstValue("x-compuerta-route")).contains("premium");
        assertThat(response.headers().firstValue("x-compuerta-route")).contains("local");
        assertThat(stub.received()).isEmpty();
    }

    @Test
    void whatBecameOfItIsCountedByKind() {
        ask(Chat.body("stub/echo", "Mi móvil es " + PHONE + ", mi correo " + MAILBOX + ", mi empleado EMP-123456."));

        String metrics =
                GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET()).body();
        assertThat(metrics.lines().filter(line -> line.startsWith("gateway_guardrail_actions_total")))
                .anyMatch(line -> line.contains("action=\"mask\"") && line.contains("kind=\"PHONE\""))
                .anyMatch(line -> line.contains("action=\"hash\"") && line.contains("kind=\"EMAIL\""))
                .anyMatch(line -> line.contains("action=\"pseudonymize\"") && line.contains("kind=\"ID\""))
                .noneMatch(line -> line.contains(MAILBOX));
    }

    @Test
    void whatMustStayGoesNowhereElseWhenTheEngineFails() {
        gateway.engine().when("fails today", request -> Flux.error(new EngineException.Unavailable("down")));

        HttpResponse<String> other = ask(Chat.body("auto", "It fails today."));
        stub.forget();
        HttpResponse<String> response = ask(Chat.body("auto", SSN + ". It fails today."));
        HttpResponse<String> named = ask(Chat.body("stub/echo", SSN));

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(named.statusCode()).isEqualTo(403);
        assertThat(named.body()).contains("must stay here").doesNotContain("536-90");
        assertThat(stub.received()).isEmpty();
    }

    @Test
    void anAnswerToOneMaskedNumberIsNotGivenToAnother() {
        String id = GatewayUnderTest.freshId();
        gateway.engine().when(id, request -> ScriptedEngine.say("Anotado.", request));

        HttpResponse<String> first = ask(Chat.body("local", id + ": mi móvil es +34 612 345 678"));
        HttpResponse<String> again = ask(Chat.body("local", id + ": mi móvil es +34 612 345 678"));
        HttpResponse<String> other = ask(Chat.body("local", id + ": mi móvil es +34 687 654 321"));

        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(content(again)).isEqualTo("Anotado.");
        assertThat(cache(other)).isEqualTo("miss");
    }

    @Test
    void aLocalAnswerThatRepeatsAMaskedValueIsNotKept() {
        String body = Chat.body("local", "Repite: " + PHONE + " " + GatewayUnderTest.freshId());

        assertThat(content(ask(body))).contains(PHONE);
        HttpResponse<String> again = ask(body);

        assertThat(cache(again)).isEqualTo("miss");
        assertThat(content(again)).contains(PHONE);
    }

    @Test
    void whatWasAnsweredOutsideIsNoAnswerOnceItMustStay() {
        String body = Chat.body("stub/echo", "Ficha de EMP-654321 " + GatewayUnderTest.freshId());
        assertThat(cache(ask(body))).isEqualTo("miss");
        assertThat(cache(ask(body))).isEqualTo("hit");

        put(RULES.replace("IP: allow", "IP: allow, ID: route-local"));

        assertThat(ask(body).statusCode()).isEqualTo(403);
    }

    @Test
    void aChangeIsInForceAtOnceAndABrokenOneIsNot() {
        put(RULES.replace("PHONE: mask", "PHONE: block"));
        assertThat(ask(Chat.body("stub/echo", "Mi móvil es " + PHONE)).statusCode())
                .isEqualTo(400);

        put(RULES.replace("PHONE: mask", "PHONE: masked"));

        assertThat(ask(Chat.body("stub/echo", "Mi móvil es " + PHONE)).statusCode())
                .isEqualTo(400);
        JsonNode files =
                JSON.readTree(GatewayUnderTest.send(adminPolicies()).body()).path("files");
        assertThat(files.valueStream()
                        .filter(file -> file.path("file").stringValue().equals("privacy.yaml")))
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.path("in_force").booleanValue()).isFalse();
                    assertThat(file.path("last_attempt")
                                    .path("problems")
                                    .path(0)
                                    .path("message")
                                    .stringValue())
                            .startsWith("unknown value of 'PHONE': 'masked'; did you mean 'mask'?");
                });
    }

    private static HttpRequest.Builder adminPolicies() {
        return HttpRequest.newBuilder(gateway.uri("/admin/policies"))
                .header("Authorization", "Bearer " + GatewayUnderTest.ADMIN_KEY);
    }

    private static HttpRequest.Builder as(String key, String body) {
        return HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> ask(String body) {
        return gateway.ask(body);
    }

    private static String cache(HttpResponse<String> response) {
        return response.headers().firstValue("x-compuerta-cache").orElse("none");
    }

    private static String content(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body())
                .path("choices")
                .path(0)
                .path("message")
                .path("content")
                .stringValue();
    }
}
