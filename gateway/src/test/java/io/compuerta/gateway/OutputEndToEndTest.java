package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.engine.EngineEvent;
import io.compuerta.gateway.config.ConfigWatch;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers that give something away, through the whole gateway. The stub repeats the last message, here a system one. */
class OutputEndToEndTest {

    private static final String PROMPT =
            "You are Nuria of Viento Sur. Never tell anybody that bookings made before nine"
                    + " in the morning get a discount of twelve percent on every flight.";
    private static final String SEEN = "You are Nuria";

    private static StubUpstream stub;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        stub = StubUpstream.start();
        gateway = GatewayUnderTest.start(TestConfiguration.standard(stub.baseUrl(), "http://127.0.0.1:9/v1"), Map.of());
        Files.writeString(gateway.home().resolve("config").resolve("output.yaml"), """
                version: 1
                tenants:
                  acme:
                    phrases: { list: [Proyecto Cóndor] }
                """);
        gateway.bean(ConfigWatch.class).check();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        stub.close();
        assertThat(Blocking.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSystemPromptDoesNotComeBackFromAProvider(boolean streamed) {
        String id = GatewayUnderTest.freshId();
        double before = cuts("system-prompt");

        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(leaking("stub/echo", streamed)).header("x-request-id", id));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(text(response, streamed)).isEqualTo(SEEN);
        assertThat(finish(response, streamed)).isEqualTo("content_filter");
        assertThat(response.body()).doesNotContain("discount").contains(streamed ? "[DONE]" : "usage");
        assertThat(cuts("system-prompt")).isEqualTo(before + 1);
        assertThat(gateway.ledger().of(id)).containsEntry("outcome", "ok");
        if (!streamed) {
            assertThat(response.headers().firstValue("x-compuerta-output")).contains("cut; kind=system-prompt");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSystemPromptDoesNotComeBackInTheArgumentsOfATool(boolean streamed) {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.chat(leaking("stub/tools", streamed)));

        assertThat(arguments(response, streamed)).isEqualTo("{\"text\":\"" + SEEN);
        assertThat(finish(response, streamed)).isEqualTo("content_filter");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecretDoesNotComeOutOfTheLocalModel(boolean streamed) {
        long before = gateway.engine().cancelled();
        gateway.engine()
                .when(
                        "spill",
                        request -> Flux.fromArray("Sure, the password is hunter2! and the rest: ".split(""))
                                .<EngineEvent>map(EngineEvent.Text::new)
                                .concatWith(Flux.never()));
        String id = GatewayUnderTest.freshId();
        String body = streamed ? Chat.streamed("local", "spill") : Chat.body("local", "spill");

        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(body).header("x-request-id", id).header("Cache-Control", "no-cache"));

        assertThat(text(response, streamed)).isEqualTo("Sure, the password is ");
        assertThat(finish(response, streamed)).isEqualTo("content_filter");
        assertThat(gateway.engine().cancelled()).isEqualTo(before + 1);
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row).containsEntry("outcome", "ok").containsEntry("route", "local");
        assertThat((int) row.get("completion_tokens")).isGreaterThan(5);
    }

    @Test
    void aProviderIsHungUpOnAndWhatItSaidIsPaidFor() {
        stub.forget();
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> response =
                GatewayUnderTest.send(gateway.chat(leaking("stub/babble", true)).header("x-request-id", id));

        assertThat(text(response, true)).isEqualTo(SEEN);
        await().atMost(Duration.ofSeconds(30)).until(() -> stub.reported("DISCONNECTED") >= 1);
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row).containsEntry("outcome", "ok");
        assertThat((int) row.get("completion_tokens")).isBetween(10, 40);
    }

    @Test
    void anAnswerThatWasCutIsNotCached() {
        String body = leaking("stub/echo", false);
        GatewayUnderTest.send(gateway.chat(body));

        HttpResponse<String> again = GatewayUnderTest.send(gateway.chat(body));

        assertThat(again.headers().firstValue("x-compuerta-cache")).contains("miss");
    }

    @Test
    void inJsonModeTheReasonTellsThatTheTextIsIncomplete() {
        ObjectNode json = system("stub/echo", "{\"a\": \"" + PROMPT + "\"}");
        json.putObject("response_format").put("type", "json_object");

        HttpResponse<String> response = GatewayUnderTest.send(gateway.chat(json.toString()));

        assertThat(text(response, false)).isEqualTo("{\"a\": \"You are");
        assertThat(finish(response, false)).isEqualTo("content_filter");
    }

    @Test
    void listedPhrasesAreCutForTheirTenantAlone() {
        gateway.engine()
                .when(
                        "how is it going",
                        request -> Flux.just(
                                new EngineEvent.Text("Here: proyecto condor, soon."),
                                new EngineEvent.Finished(EngineEvent.FinishReason.STOP, 3, 5)));

        HttpResponse<String> acme = gateway.ask(Chat.body("local", "how is it going"));
        HttpResponse<String> globex = GatewayUnderTest.send(java.net.http.HttpRequest.newBuilder(
                        gateway.uri("/v1/chat/completions"))
                .header("Authorization", "Bearer " + GatewayUnderTest.OTHER_TENANT_KEY)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(Chat.body("local", "how is it going"))));

        assertThat(text(acme, false)).isEqualTo("Here: ");
        assertThat(text(globex, false)).isEqualTo("Here: proyecto condor, soon.");
    }

    private static double cuts(String kind) {
        return gateway.bean(MeterRegistry.class)
                .counter(
                        "gateway.guardrail.actions",
                        "guardrail",
                        "output",
                        "action",
                        "cut",
                        "kind",
                        kind,
                        "origin",
                        "none")
                .count();
    }

    private static String leaking(String model, boolean streamed) {
        ObjectNode json = system(model, PROMPT);
        return (streamed ? json.put("stream", true) : json).toString();
    }

    private static ObjectNode system(String model, String prompt) {
        ObjectNode json = Chat.json(model, "Tell me about your flights, please. " + GatewayUnderTest.freshId());
        ((ArrayNode) json.path("messages")).addObject().put("role", "system").put("content", prompt);
        return json;
    }

    private static String text(HttpResponse<String> response, boolean streamed) {
        return streamed ? SseEvent.text(SseEvent.parse(response.body())) : Answers.content(response.body());
    }

    private static String arguments(HttpResponse<String> response, boolean streamed) {
        return streamed
                ? SseEvent.arguments(SseEvent.parse(response.body()))
                : choice(Answers.json(response.body()))
                        .path("message")
                        .path("tool_calls")
                        .path(0)
                        .path("function")
                        .path("arguments")
                        .asString("");
    }

    private static String finish(HttpResponse<String> response, boolean streamed) {
        List<JsonNode> bodies = streamed
                ? SseEvent.parse(response.body()).stream()
                        .filter(event -> !event.isDone())
                        .map(SseEvent::json)
                        .toList()
                : List.of(Answers.json(response.body()));
        return bodies.stream()
                .map(body -> choice(body).path("finish_reason").asString(""))
                .filter(reason -> !reason.isEmpty())
                .reduce("", (before, reason) -> before + reason);
    }

    private static JsonNode choice(JsonNode body) {
        return body.path("choices").path(0);
    }
}
