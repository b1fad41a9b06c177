package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's clients before a provider that speaks Anthropic's messages: what leaves, what comes back, what it is billed at. */
class AnthropicEndToEndTest {

    private static final List<String> PERSONAL =
            List.of("12345678Z", "ES9121000418450200051332", "lucia.ferrer@correo-prueba.es", "+34 612 345 678");

    private static final String PERSONAL_TEXT = "Soy Lucía. Mi DNI es " + PERSONAL.get(0) + ", la cuenta "
            + PERSONAL.get(1) + ", mi correo " + PERSONAL.get(2) + " y mi móvil " + PERSONAL.get(3) + ". Repítelo.";

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();
    private final StubUpstream stub = GatewayUnderTest.stub();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @BeforeEach
    void forget() {
        stub.forget();
    }

    @Test
    void personalDataStaysHereAndComesBackInAWholeAnswer() {
        HttpResponse<String> response = fresh(Chat.body("messages/claude", PERSONAL_TEXT));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(PERSONAL_TEXT);
        assertNothingLeft();
    }

    @Test
    void personalDataComesBackInAStreamOfSingleCharacters() {
        HttpResponse<String> response = fresh(Chat.streamed("messages/claude", PERSONAL_TEXT));

        List<SseEvent> events = SseEvent.parse(response.body());
        assertThat(SseEvent.text(events)).isEqualTo(PERSONAL_TEXT);
        assertThat(events.getLast().isDone()).isTrue();
        assertNothingLeft();
    }

    @Test
    void personalDataComesBackInToolArguments() {
        HttpResponse<String> whole = fresh(withTool(Chat.json("messages/claude", PERSONAL_TEXT)));
        HttpResponse<String> streamed =
                fresh(withTool(Chat.json("messages/claude", PERSONAL_TEXT).put("stream", true)));

        assertThat(whole.body()).contains(PERSONAL).contains("\"finish_reason\":\"tool_calls\"");
        assertThat(SseEvent.arguments(SseEvent.parse(streamed.body())))
                .isEqualTo("{\"text\":\"" + PERSONAL_TEXT + "\"}");
        assertNothingLeft();
    }

    @Test
    void anAnswerInJsonIsTextForTheCaller() {
        ObjectNode request = Chat.json("messages/claude", PERSONAL_TEXT).put("stream", true);
        request.putObject("response_format").put("type", "json_object");

        HttpResponse<String> response = fresh(request.toString());

        assertThat(SseEvent.text(SseEvent.parse(response.body()))).isEqualTo("{\"text\":\"" + PERSONAL_TEXT + "\"}");
        assertThat(response.body()).contains("\"finish_reason\":\"stop\"");
        assertNothingLeft();
    }

    @Test
    void theKeyGoesInTheirHeaderAndCacheReadsAreBilledAsPartOfThePrompt() {
        String id = GatewayUnderTest.freshId();
        GatewayUnderTest.send(gateway.chat(Chat.body("messages/claude", "Hello there"))
                .header("x-request-id", id)
                .header("Cache-Control", "no-cache"));

        assertThat(stub.received())
                .contains("POST /v1/messages")
                .contains("x-api-key: sk-of-the-provider")
                .contains("anthropic-version: 2023-06-01")
                .doesNotContain("uthorization")
                .doesNotContain(GatewayUnderTest.KEY);
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row)
                .containsEntry("prompt_tokens", 100)
                .containsEntry("cached_tokens", 50)
                .containsEntry("completion_tokens", 10);
    }

    private static String withTool(ObjectNode request) {
        request.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "note");
        return request.toString();
    }

    private HttpResponse<String> fresh(String body) {
        return GatewayUnderTest.send(gateway.chat(body).header("Cache-Control", "no-cache"));
    }

    private void assertNothingLeft() {
        assertThat(stub.receivedText()).contains("POST /v1/messages").doesNotContain(PERSONAL);
    }
}
