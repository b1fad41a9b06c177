package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.engine.EngineEvent;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The whole chain with a provider outside the JVM: where questions go, what leaves, and what a broken call leaves behind. */
class EndToEndTest {

    /** A national id with its right check letter, an IBAN with right check digits, a mailbox and a mobile number. */
    private static final List<String> PERSONAL =
            List.of("12345678Z", "ES9121000418450200051332", "lucia.ferrer@correo-prueba.es", "+34 612 345 678");

    private static final String PERSONAL_TEXT = "Soy Lucía. Mi DNI es " + PERSONAL.get(0) + ", la cuenta "
            + PERSONAL.get(1) + ", mi correo " + PERSONAL.get(2) + " y mi móvil " + PERSONAL.get(3) + ". Repítelo.";

    private static final String HARD = """
            Prove that every continuous function on a compact metric space is uniformly continuous, then derive the \
            asymptotic complexity of Dijkstra's algorithm with a Fibonacci heap, compare it step by step with a binary \
            heap, and implement both in Java with unit tests and a formal loop invariant for each. Explain the trade-offs \
            and design a distributed version that tolerates network partitions.
            """;

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    private final StubUpstream stub = GatewayUnderTest.stub();

    @BeforeEach
    void forget() {
        stub.forget();
    }

    @Test
    void hardQuestionsGoOutAndSimpleOnesStay() {
        HttpResponse<String> simple = gateway.ask(Chat.body("auto", "What are your opening hours?"));
        HttpResponse<String> hard = gateway.ask(Chat.body("auto", HARD));

        assertThat(header(simple, "x-compuerta-route")).isEqualTo("local");
        assertThat(simple.body()).contains("local: What are your opening hours?");
        assertThat(header(hard, "x-compuerta-route")).isEqualTo("premium");
        assertThat(header(hard, "x-compuerta-model")).isEqualTo("stub/echo");
        assertThat(header(hard, "x-compuerta-rule")).isEqualTo("hard questions");
        assertThat(stub.receivedText()).contains("uniformly continuous").doesNotContain("opening hours");
    }

    @Test
    void theProviderGetsItsKeyAndNeverTheCallers() {
        gateway.ask(Chat.body("stub/echo", "Whose key is this?"));

        assertThat(stub.received()).contains("Bearer sk-of-the-provider").doesNotContain(GatewayUnderTest.KEY);
    }

    @Test
    void personalDataStaysHereAndComesBackInAWholeAnswer() {
        HttpResponse<String> response = fresh(Chat.body("stub/echo", PERSONAL_TEXT));

        assertThat(response.body()).contains(PERSONAL);
        assertNothingLeft();
    }

    @Test
    void personalDataComesBackInAStreamOfSingleCharacters() {
        HttpResponse<String> response = fresh(Chat.streamed("stub/echo", PERSONAL_TEXT));

        assertThat(SseEvent.text(SseEvent.parse(response.body()))).isEqualTo(PERSONAL_TEXT);
        assertNothingLeft();
    }

    @Test
    void personalDataComesBackInToolArguments() {
        HttpResponse<String> whole = fresh(Chat.body("stub/tools", PERSONAL_TEXT));
        HttpResponse<String> streamed = fresh(Chat.streamed("stub/tools", PERSONAL_TEXT));

        assertThat(whole.body()).contains(PERSONAL);
        assertThat(SseEvent.arguments(SseEvent.parse(streamed.body())))
                .isEqualTo("{\"text\":\"" + PERSONAL_TEXT + "\"}");
        assertNothingLeft();
    }

    @Test
    void personalDataInEarlierTurnsAndToolResultsStaysToo() {
        var request = Chat.json("stub/echo", "Erste Nachricht von " + PERSONAL.get(2));
        request.withArray("messages")
                .addObject()
                .put("role", "assistant")
                .putNull("content")
                .putArray("tool_calls")
                .addObject()
                .put("id", "call_7")
                .put("type", "function")
                .putObject("function")
                .put("name", "look_up")
                .put("arguments", "{\"dni\":\"" + PERSONAL.get(0) + "\"}");
        request.withArray("messages")
                .addObject()
                .put("role", "tool")
                .put("tool_call_id", "call_7")
                .put("content", "IBAN " + PERSONAL.get(1));
        request.withArray("messages").addObject().put("role", "user").put("content", "Ruf mich an: " + PERSONAL.get(3));
        request.put("user", PERSONAL.get(2));

        HttpResponse<String> response = fresh(request.toString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("Ruf mich an: " + PERSONAL.get(3));
        assertNothingLeft();
    }

    @Test
    void theLocalModelReadsTheOriginalText() {
        HttpResponse<String> response = gateway.ask(Chat.body("local", PERSONAL_TEXT));

        assertThat(response.body()).contains(PERSONAL);
        assertThat(gateway.engine().requests().getLast().messages().getLast().content())
                .isEqualTo(PERSONAL_TEXT);
    }

    @Test
    void anUpstreamThatDiesInMidStreamEndsInAnErrorFrame() throws IOException {
        try (StubUpstream mortal = StubUpstream.start();
                GatewayUnderTest own = GatewayUnderTest.start(
                        TestConfiguration.standard(mortal.baseUrl(), mortal.baseUrl()), Map.of())) {
            String id = GatewayUnderTest.freshId();
            HttpResponse<InputStream> response = GatewayUnderTest.open(
                    own.chat(Chat.streamed("stub/hang", "Go on")).header("x-request-id", id));
            BufferedReader lines = lines(response);
            String head = lines.readLine();
            await().atMost(Duration.ofSeconds(20)).until(() -> mortal.reported("HANGING") == 1);

            mortal.close();
            List<SseEvent> events = SseEvent.parse(head + "\n" + lines.lines().collect(Collectors.joining("\n")));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(SseEvent.text(events)).isEqualTo("piece 0 piece 1 piece 2 ");
            assertThat(events.getLast().name()).isEqualTo("error");
            assertThat(events.getLast().json().path("error").path("code").stringValue())
                    .isEqualTo("upstream_cut_off");
            assertThat(events).noneMatch(SseEvent::isDone);
            assertThat(own.ledger().of(id))
                    .containsEntry("outcome", "error")
                    .containsEntry("error_code", "upstream_cut_off");
        }
    }

    @Test
    void hangingUpStopsTheProviderAndBooksWhatItCost() throws IOException {
        String id = GatewayUnderTest.freshId();
        HttpResponse<InputStream> response = GatewayUnderTest.open(
                gateway.chat(Chat.streamed("stub/endless", "Talk to me")).header("x-request-id", id));
        BufferedReader lines = lines(response);
        readPieces(lines, 3);

        response.body().close();

        await().atMost(Duration.ofSeconds(30)).until(() -> stub.reported("DISCONNECTED") >= 1);
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row).containsEntry("outcome", "cancelled").containsEntry("cost_status", "estimated");
        assertThat(((Number) row.get("cost_nano_usd")).longValue()).isPositive();
        assertThat(((Number) row.get("completion_tokens")).longValue()).isPositive();
        assertThat(row.get("saved_nano_usd")).isNull();
    }

    @Test
    void hangingUpStopsTheEngine() throws IOException {
        gateway.engine()
                .when(
                        "endless-engine",
                        request -> Flux.interval(Duration.ofMillis(5))
                                .onBackpressureDrop()
                                .map(tick -> new EngineEvent.Text("tick ")));
        long before = gateway.engine().cancelled();
        String id = GatewayUnderTest.freshId();
        HttpResponse<InputStream> response = GatewayUnderTest.open(
                gateway.chat(Chat.streamed("local", "endless-engine")).header("x-request-id", id));
        readPieces(lines(response), 3);

        response.body().close();

        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.engine().cancelled() > before);
        assertThat(gateway.ledger().of(id))
                .containsEntry("outcome", "cancelled")
                .containsEntry("route", "local");
    }

    @Test
    void aClientThatDoesNotReadHoldsTheEngineBack() throws IOException {
        int all = 200_000;
        String kilobyte = "x".repeat(1024);
        gateway.engine().when("huge-answer", request -> Flux.range(0, all).map(i -> new EngineEvent.Text(kilobyte)));
        long before = gateway.engine().pulled();

        HttpResponse<InputStream> response = GatewayUnderTest.open(gateway.chat(Chat.streamed("local", "huge-answer")));
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    long now = gateway.engine().pulled();
                    boolean still = now == last[0] && now > before;
                    last[0] = now;
                    return still;
                });

        // What fits into the sockets' buffers of both sides, not the answer.
        assertThat(gateway.engine().pulled() - before).isLessThan(all / 4);
        response.body().close();
    }

    /** Past the cache, which would answer what another test asked. */
    private HttpResponse<String> fresh(String body) {
        return GatewayUnderTest.send(gateway.chat(body).header("Cache-Control", "no-cache"));
    }

    private void assertNothingLeft() {
        String left = stub.receivedText();
        assertThat(left).contains("HTTP/1.1").doesNotContain(PERSONAL);
        assertThat(left).doesNotContain("12345678", "0418450200051332", "612345678", "612 345", "lucia.ferrer");
    }

    private static BufferedReader lines(HttpResponse<InputStream> response) {
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void readPieces(BufferedReader lines, int pieces) throws IOException {
        for (int seen = 0; seen < pieces; ) {
            if (lines.readLine().contains("\"content\"")) {
                seen++;
            }
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
