package io.compuerta.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees when a provider misbehaves. */
class ProviderFaultsTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String GOOD = chunk("{\"role\":\"assistant\",\"content\":\"\"}", null)
            + chunk("{\"content\":\"All \"}", null)
            + chunk("{\"content\":\"well 🙂\"}", null)
            + chunk("{}", "stop")
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
            + "data: [DONE]\n\n";

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    private final WireMockServer wire = GatewayUnderTest.wire();

    @BeforeEach
    void healthy() {
        wire.resetAll();
        gateway.bean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @Test
    void aDribbledStreamArrivesWholeAndCharactersAreNeverSplit() {
        String emoji = "😀🇪🇸é漢".repeat(200);
        answer(events(chunk("{\"content\":\"" + emoji + "\"}", null) + chunk("{}", "stop") + "data: [DONE]\n\n")
                .withChunkedDribbleDelay(97, 300));

        HttpResponse<String> response = stream();

        List<SseEvent> events = SseEvent.parse(response.body());
        assertThat(SseEvent.text(events)).isEqualTo(emoji);
        assertThat(events.getLast().isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void lineEndingsCommentsAndOtherFieldsOfEventStreamsAreUnderstood(String end) {
        String body = (": hello\n\nevent: message\nid: 1\nretry: 5\n" + GOOD).replace("\n", end);
        answer(events(body));

        assertThat(SseEvent.text(SseEvent.parse(stream().body()))).isEqualTo("All well 🙂");
    }

    @Test
    void aMissingDoneIsForgivenWhenTheAnswerIsFinished() {
        answer(events(GOOD.replace("data: [DONE]\n\n", "")));

        List<SseEvent> events = SseEvent.parse(stream().body());

        assertThat(SseEvent.text(events)).isEqualTo("All well 🙂");
        assertThat(events.getLast().isDone()).isTrue();
    }

    @Test
    void aMissingFinishReasonIsABrokenAnswer() {
        answer(events(chunk("{\"content\":\"half an ans\"}", null) + "data: [DONE]\n\n"));

        assertThatStreamBreaksWith("upstream_cut_off", "half an ans");
    }

    @Test
    void anErrorInsideTheStreamIsPassedOnAsAFrame() {
        answer(events(chunk("{\"content\":\"so far\"}", null)
                + "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n"));

        assertThatStreamBreaksWith("upstream_error", "so far");
    }

    @Test
    void garbageInsideTheStreamIsABrokenAnswer() {
        answer(events(chunk("{\"content\":\"so far\"}", null) + "data: {\"choices\": [}\n\n"));

        assertThatStreamBreaksWith("upstream_garbled", "so far");
    }

    @Test
    void usageInAChunkThatStillNamesAFinishedChoiceIsRead() {
        answer(events(chunk("{\"content\":\"done\"}", null)
                + chunk("{}", "stop")
                + "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":2}}\n\n"
                + "data: [DONE]\n\n"));

        List<SseEvent> events = SseEvent.parse(GatewayUnderTest.send(gateway.chat(Chat.json("wire/faulty", "x")
                                .put("stream", true)
                                .set("stream_options", Answers.json("{\"include_usage\":true}"))
                                .toString())
                        .header("Cache-Control", "no-cache"))
                .body());

        assertThat(events.getLast().isDone()).isTrue();
        assertThat(events.get(events.size() - 2)
                        .json()
                        .path("usage")
                        .path("prompt_tokens")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void surrogatesSplitByTheProviderAreJoined() {
        answer(events(chunk("{\"content\":\"a\\ud83d\"}", null)
                + chunk("{\"content\":\"\\ude00b\"}", null)
                + chunk("{}", "stop")
                + "data: [DONE]\n\n"));

        HttpResponse<String> response = stream();

        List<SseEvent> events = SseEvent.parse(response.body());
        assertThat(SseEvent.text(events)).isEqualTo("a😀b");
        assertThat(events).allSatisfy(event -> assertThat(event.name()).isEqualTo("message"));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aConnectionThatBreaksBeforeTheAnswerIsTriedAgainAndThenFallsBack(Fault fault) {
        answer(aResponse().withFault(fault));

        HttpResponse<String> response = askAs("wire-then-local");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-compuerta-route")).contains("local");
        assertThat(response.headers().firstValue("x-compuerta-fallbacks")).contains("1");
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1, upstream_error",
        "502, 3, upstream_unavailable",
        "503, 3, upstream_unavailable",
        "504, 3, upstream_unavailable",
        "401, 1, upstream_auth",
        "403, 1, upstream_auth",
        "404, 1, upstream_model"
    })
    void failuresFallBackUnseenAndOnlyPassingOnesAreTriedAgain(int status, int tries, String code) {
        answer(aResponse().withStatus(status).withBody("<html>oops</html>"));

        HttpResponse<String> fallen = askAs("wire-then-local");
        HttpResponse<String> alone = ask();

        assertThat(fallen.statusCode()).isEqualTo(200);
        assertThat(fallen.headers().firstValue("x-compuerta-route")).contains("local");
        assertThat(Answers.error(alone.body()).path("code").stringValue()).isEqualTo(code);
        assertThat(alone.body()).doesNotContain("oops");
        wire.verify(2 * tries, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void aSecondProviderIsTriedBeforeTheCallerSeesAnything() {
        answer(aResponse().withStatus(503));

        HttpResponse<String> response = GatewayUnderTest.send(gateway.chat(Chat.json("auto", "Hello there")
                        .put("user", "wire-then-stub")
                        .put("stream", true)
                        .toString())
                .header("Cache-Control", "no-cache"));

        assertThat(response.headers().firstValue("x-compuerta-model")).contains("stub/echo");
        assertThat(SseEvent.text(SseEvent.parse(response.body()))).isEqualTo("Hello there");
    }

    @Test
    void nothingIsTriedAfterTheFirstToken() {
        answer(events(chunk("{\"content\":\"so far\"}", null)));

        HttpResponse<String> response = GatewayUnderTest.send(gateway.chat(Chat.json("auto", "Hello")
                        .put("user", "wire-then-local")
                        .put("stream", true)
                        .toString())
                .header("Cache-Control", "no-cache"));

        assertThat(response.body())
                .contains("event: error")
                .doesNotContain("local:")
                .doesNotContain("[DONE]");
        wire.verify(1, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void retryAfterIsObeyedAndTheNextTrySucceeds() {
        inTurn(aResponse().withStatus(429).withHeader("Retry-After", "1"), events(GOOD));
        long start = System.nanoTime();

        HttpResponse<String> response = stream();

        assertThat(SseEvent.text(SseEvent.parse(response.body()))).isEqualTo("All well 🙂");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
        wire.verify(2, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void aProviderThatAsksForALongWaitIsLeftAndTheCallerIsToldHowLong() {
        answer(aResponse().withStatus(429).withHeader("Retry-After", "40"));

        HttpResponse<String> response = ask();

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("40");
        assertThat(response.headers().firstValue("x-should-retry")).contains("true");
        wire.verify(1, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void anExhaustedQuotaIsNotTriedAgainByAnyone() {
        answer(json(429, "{\"error\":{\"message\":\"You exceeded your quota\",\"code\":\"insufficient_quota\"}}"));

        HttpResponse<String> response = ask();

        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        wire.verify(1, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void aPromptTooLongForTheProviderIsTheCodeThatClientsMatch() {
        answer(
                json(
                        400,
                        "{\"error\":{\"message\":\"This model's maximum context length is 8192 tokens.\","
                                + "\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}"));

        HttpResponse<String> response = ask();

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Answers.error(response.body()).path("code").stringValue()).isEqualTo("context_length_exceeded");
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void aRequestTheProviderRefusesIsNotSentElsewhere() {
        answer(json(400, "{\"error\":{\"message\":\"Unknown tool\",\"code\":\"invalid_value\"}}"));

        HttpResponse<String> response = askAs("wire-then-local");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Answers.error(response.body()).path("message").stringValue()).isEqualTo("Unknown tool");
    }

    @Test
    void aProvidersOwnWordsNeverBecomeACode() {
        String id = GatewayUnderTest.freshId();
        answer(json(400, "{\"error\":{\"message\":\"no\",\"code\":\"you wrote: my secret plan\"}}"));

        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(Chat.body("wire/faulty", "x " + id)).header("x-request-id", id));

        assertThat(Answers.error(response.body()).path("code").stringValue()).isEqualTo("upstream_rejected");
        assertThat(gateway.ledger().of(id)).containsEntry("error_code", "upstream_rejected");
    }

    @Test
    void anEmptyBodyIsNoAnswer() {
        answer(aResponse().withStatus(200).withHeader("Content-Type", "application/json"));
        assertThat(ask().statusCode()).isEqualTo(502);

        answer(events(""));
        assertThat(stream().statusCode()).isEqualTo(502);
    }

    @Test
    void aWebPageInsteadOfAnAnswerIsNoAnswer() {
        answer(aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "text/html")
                .withBody("<html>login</html>"));

        HttpResponse<String> response = ask();

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).doesNotContain("login");
    }

    @Test
    void redirectsAreNotFollowed() {
        answer(aResponse().withStatus(307).withHeader("Location", wire.baseUrl() + "/elsewhere"));

        assertThat(ask().statusCode()).isEqualTo(502);
        wire.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void aSilentProviderIsLeftForTheNextCandidate() {
        answer(events(GOOD).withFixedDelay(60_000));

        HttpResponse<String> response = askAs("wire-then-local");

        assertThat(response.headers().firstValue("x-compuerta-route")).contains("local");
    }

    @Test
    void aProviderThatKeepsFailingIsGivenARest() {
        answer(aResponse().withStatus(500));
        for (int i = 0; i < 10; i++) {
            ask();
        }

        HttpResponse<String> response = ask();

        // The caller named this model, and its provider is resting: there is nobody else to ask.
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("x-should-retry")).contains("true");
        wire.verify(10, postRequestedFor(urlEqualTo(PATH)));
    }

    @Test
    void parametersTheGatewayDoesNotKnowReachTheProviderUntouched() {
        answer(json(200, "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"ok\"},\"finish_reason\":\"stop\"}]}"));
        var request = Chat.json("wire/faulty", "x");
        request.put("reasoning_effort", "xhigh").put("verbosity", "low").put("seed", 7);
        request.putObject("a_parameter_of_the_future")
                .put("deep", 1.50)
                .putArray("list")
                .add(true)
                .addNull();
        request.putArray("stop").add("END");
        request.putObject("logit_bias").put("50256", -100);

        GatewayUnderTest.send(gateway.chat(request.toString()).header("Cache-Control", "no-cache"));

        var sent = Answers.json(wire.getAllServeEvents().getFirst().getRequest().getBodyAsString());
        request.put("model", "faulty");
        assertThat(sent).isEqualTo(Answers.json(request.toString()));
    }

    @Test
    void aStreamIsAlwaysAskedForItsUsageButTheCallerSeesItOnlyWhenAsking() {
        answer(events(GOOD));
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(Chat.streamed("wire/faulty", "x " + id)).header("x-request-id", id));

        var sent = Answers.json(wire.getAllServeEvents().getFirst().getRequest().getBodyAsString());
        assertThat(sent.path("stream_options").path("include_usage").asBoolean())
                .isTrue();
        assertThat(response.body()).doesNotContain("usage");
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row).containsEntry("prompt_tokens", 3).containsEntry("completion_tokens", 2);
        assertThat(row).containsEntry("cost_status", "unknown");
        assertThat(row.get("cost_nano_usd")).isNull();
    }

    private void assertThatStreamBreaksWith(String code, String text) {
        HttpResponse<String> response = stream();

        List<SseEvent> events = SseEvent.parse(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(SseEvent.text(events)).isEqualTo(text);
        assertThat(events.getLast().name()).isEqualTo("error");
        assertThat(events.getLast().json().path("error").path("code").stringValue())
                .isEqualTo(code);
        assertThat(events).noneMatch(SseEvent::isDone);
    }

    private HttpResponse<String> stream() {
        return GatewayUnderTest.send(
                gateway.chat(Chat.streamed("wire/faulty", "Hello")).header("Cache-Control", "no-cache"));
    }

    private HttpResponse<String> ask() {
        return GatewayUnderTest.send(
                gateway.chat(Chat.body("wire/faulty", "Hello")).header("Cache-Control", "no-cache"));
    }

    private HttpResponse<String> askAs(String user) {
        return GatewayUnderTest.send(
                gateway.chat(Chat.json("auto", "Hello").put("user", user).toString())
                        .header("Cache-Control", "no-cache"));
    }

    private void answer(ResponseDefinitionBuilder response) {
        wire.stubFor(post(urlEqualTo(PATH)).willReturn(response));
    }

    private void inTurn(ResponseDefinitionBuilder first, ResponseDefinitionBuilder then) {
        wire.stubFor(post(urlEqualTo(PATH))
                .inScenario("turns")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("second"));
        wire.stubFor(post(urlEqualTo(PATH))
                .inScenario("turns")
                .whenScenarioStateIs("second")
                .willReturn(then));
    }

    private static ResponseDefinitionBuilder events(String body) {
        return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body);
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    private static String chunk(String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + (finish == null ? "null" : "\"" + finish + "\"") + "}]}\n\n";
    }
}
