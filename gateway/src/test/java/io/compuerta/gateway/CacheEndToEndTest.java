package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Asking again, through the whole gateway. */
class CacheEndToEndTest {

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void theSameQuestionIsAnsweredFromTheCacheAtNoCost() {
        String body = Chat.body("stub/echo", "Name the capital of Peru, please. " + GatewayUnderTest.freshId());
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> first = gateway.ask(body);
        HttpResponse<String> again = GatewayUnderTest.send(gateway.chat(body).header("x-request-id", id));

        assertThat(cache(first)).isEqualTo("miss");
        assertThat(cache(again)).isEqualTo("hit");
        assertThat(again.headers().firstValue("x-compuerta-cost-usd")).contains("0");
        assertThat(again.headers().firstValue("x-compuerta-model")).contains("stub/echo");
        assertThat(content(again)).isEqualTo(content(first));
        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row)
                .containsEntry("cache", "hit")
                .containsEntry("cost_nano_usd", 0)
                .containsEntry("cost_status", "priced");
        // 100 prompt tokens at 4 dollars and 10 of the answer at 20 dollars a million.
        assertThat(row).containsEntry("saved_nano_usd", 600_000);
    }

    @Test
    void aStreamIsAnsweredFromAWholeAnswerAndTheOtherWayRound() {
        String text = "Stream or not, the same. " + GatewayUnderTest.freshId();

        HttpResponse<String> whole = gateway.ask(Chat.body("stub/echo", text));
        HttpResponse<String> streamed = gateway.ask(Chat.streamed("stub/echo", text));

        assertThat(cache(streamed)).isEqualTo("hit");
        assertThat(SseEvent.text(SseEvent.parse(streamed.body())))
                .isEqualTo(content(whole))
                .isEqualTo(text);
    }

    @Test
    void toolCallsAreKeptToo() {
        String text = "A tool, twice. " + GatewayUnderTest.freshId();

        gateway.ask(Chat.streamed("stub/tools", text));
        HttpResponse<String> again = gateway.ask(Chat.streamed("stub/tools", text));

        assertThat(cache(again)).isEqualTo("hit");
        assertThat(SseEvent.arguments(SseEvent.parse(again.body()))).contains(text);
    }

    @Test
    void anotherTenantsAnswersAreNotGiven() {
        String body = Chat.body("stub/echo", "Our margin is secret. " + GatewayUnderTest.freshId());
        gateway.ask(body);

        HttpResponse<String> other = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .header("Authorization", "Bearer " + GatewayUnderTest.OTHER_TENANT_KEY)
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(cache(other)).isEqualTo("miss");
    }

    @Test
    void aCallerWhoAsksForFreshAnswersGetsThem() {
        String body = Chat.body("local", "Fresh, please. " + GatewayUnderTest.freshId());
        gateway.ask(body);

        HttpResponse<String> fresh = GatewayUnderTest.send(gateway.chat(body).header("Cache-Control", "no-cache"));

        assertThat(cache(fresh)).isEqualTo("bypass");
    }

    @Test
    void anotherPersonsDataIsNeverServedFromTheCache() {
        String tag = GatewayUnderTest.freshId();
        gateway.ask(Chat.body("stub/echo", "Escribe a rosa.molina@correo-prueba.es, " + tag));

        HttpResponse<String> other =
                gateway.ask(Chat.body("stub/echo", "Escribe a ivan.soler@correo-prueba.es, " + tag));
        HttpResponse<String> same =
                gateway.ask(Chat.body("stub/echo", "Escribe a rosa.molina@correo-prueba.es, " + tag));

        assertThat(content(other)).contains("ivan.soler").doesNotContain("rosa.molina");
        assertThat(content(same)).contains("rosa.molina").doesNotContain("ivan.soler");
        assertThat(cache(same)).isEqualTo("hit");
    }

    private static String cache(HttpResponse<?> response) {
        return response.headers().firstValue("x-compuerta-cache").orElse("");
    }

    private static String content(HttpResponse<String> response) {
        return Answers.content(response.body());
    }
}
