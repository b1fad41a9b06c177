package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.TestConfiguration;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** A gateway whose local model runs elsewhere: behind another Compuerta, which speaks OpenAI's dialect like any server. */
class EngineElsewhereTest {

    private static final GatewayUnderTest SERVER = GatewayUnderTest.shared();

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.startWithRealEngine(
                TestConfiguration.standard("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
                Map.of(
                        "compuerta.engine.type", "openai-compatible",
                        "compuerta.engine.base-url", SERVER.uri("/v1").toString(),
                        "compuerta.engine.flavour", "other",
                        "compuerta.engine.served-model", "local",
                        "compuerta.engine.api-key", GatewayUnderTest.KEY));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void answersWithTheModelElsewhere() {
        HttpResponse<String> whole = gateway.ask(Chat.body("local", "¿Qué tal? 🙂"));

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("x-compuerta-model")).contains("local/local");
        assertThat(whole.body()).contains("local: ¿Qué tal? 🙂");
        assertThat(Answers.json(whole.body())
                        .path("usage")
                        .path("prompt_tokens")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void streamsFromElsewhere() {
        HttpResponse<String> streamed =
                gateway.ask(Chat.json("local", "stream").put("stream", true).toString());

        List<SseEvent> events = SseEvent.parse(streamed.body());
        assertThat(events.getLast().isDone()).isTrue();
        assertThat(events.size()).isGreaterThan("local: stream".length());
    }

    @Test
    void thePersonsDataGoesThereAsItIs() {
        gateway.ask(Chat.body("local", "Mi correo es ana.elsewhere@example.com"));

        assertThat(SERVER.engine().requests())
                .anySatisfy(request ->
                        assertThat(request.messages().getLast().content()).contains("ana.elsewhere@example.com"));
    }

    @Test
    void aFailureThereIsAFailureHere() {
        SERVER.engine()
                .when(
                        "elsewhere-breaks",
                        request -> Flux.<EngineEvent>just(new EngineEvent.Text("half"))
                                .concatWith(Flux.error(new EngineException.Unavailable("gone"))));
        SERVER.engine()
                .when(
                        "elsewhere-full",
                        request -> Flux.error(new EngineException.Overloaded("full", java.time.Duration.ofSeconds(3))));

        HttpResponse<String> broken = gateway.ask(
                Chat.json("local", "elsewhere-breaks").put("stream", true).toString());
        HttpResponse<String> full = gateway.ask(Chat.body("local", "elsewhere-full"));

        assertThat(broken.body()).contains("event: error").doesNotContain("[DONE]");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("retry-after")).contains("3");
    }
}
