package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.Soon;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which server is asked, and what is known of it. */
class RemoteServersTest extends RemoteEngineSetup {

    @Test
    void findsTheModelAndItsContext() {
        assertThat(engine().health()).isEqualTo(new EngineHealth.Ready("qwen", 2048, false));

        server.models = "{\"data\": [{\"id\": \"other\", \"meta\": {\"n_ctx\": 512}}]}";

        ChatEngine engine = engine();
        assertThat(engine.health()).isEqualTo(new EngineHealth.Ready("other", 512, false));
    }

    @Test
    void anUnhealthyServerIsNotAsked() {
        server.health = 503;

        ChatEngine engine = open(Duration.ofSeconds(10), server);
        Soon.until("an engine without servers", () -> engine.health() instanceof EngineHealth.Unavailable);

        assertThatThrownBy(() -> engine.generate(HELLO).blockLast())
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("its health answers 503");
        assertThat(server.bodies()).isEmpty();
        server.health = 200;
        Soon.until("an engine that is ready", () -> engine.health() instanceof EngineHealth.Ready);
        assertThat(engine.generate(HELLO).blockLast()).isInstanceOf(EngineEvent.Finished.class);
    }

    @Test
    void theServerWithTheLeastWaitingIsAsked() {
        StubModelServer second = another();
        StubModelServer third = another();
        server.metrics = load(3, 1);
        second.metrics = load(0, 9);
        third.metrics = load(0, 2);
        ChatEngine engine = engine(Duration.ofSeconds(10), server, second, third);

        engine.generate(HELLO).blockLast();

        assertThat(third.bodies()).hasSize(1);
        third.metrics = load(5, 0);
        seen(third);
        engine.generate(HELLO).blockLast();
        assertThat(second.bodies()).hasSize(1);
        assertThat(server.bodies()).isEmpty();
        assertThat(engine.statistics().queued()).isEqualTo(8);
        assertThat(engine.statistics().promptTokens()).isEqualTo(300);
    }

    @Test
    void equalServersTakeTurns() {
        StubModelServer second = another();
        ChatEngine engine = engine(Duration.ofSeconds(10), server, second);

        for (int i = 0; i < 6; i++) {
            engine.generate(HELLO).blockLast();
        }

        assertThat(server.bodies().size() + second.bodies().size()).isEqualTo(6);
        assertThat(server.bodies().size()).isBetween(2, 4);
    }

    @Test
    void aServerThatIsGoneOrBusyIsPassedOver() {
        StubModelServer second = another();
        second.metrics = load(5, 0);
        ChatEngine engine = engine(Duration.ofSeconds(10), server, second);
        server.chat = exchange -> StubModelServer.send(exchange, 429, "");

        assertThat(engine.generate(HELLO).blockFirst()).isEqualTo(new EngineEvent.Text("hola"));
        server.close();
        assertThat(engine.generate(HELLO).blockFirst()).isEqualTo(new EngineEvent.Text("hola"));

        assertThat(second.bodies()).hasSize(2);
    }

    @Test
    void whenAllAreBusyThatIsTheAnswer() {
        StubModelServer second = another();
        server.chat = exchange -> StubModelServer.send(exchange, 503, "");
        second.chat = exchange -> StubModelServer.send(exchange, 429, "");

        assertThatThrownBy(() -> engine(Duration.ofSeconds(10), server, second)
                        .generate(HELLO)
                        .blockLast())
                .isInstanceOf(EngineException.Overloaded.class);
        assertThat(server.bodies()).hasSize(1);
        assertThat(second.bodies()).hasSize(1);
    }

    @Test
    void badAddressesAreRefused() {
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), List.of(URI.create("ftp://x/v1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ftp://x/v1");
        assertThatThrownBy(() -> settings(Duration.ofSeconds(1), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String load(int waiting, int running) {
        return """
                # HELP vllm:num_requests_waiting Number of requests waiting to be processed.
                # TYPE vllm:num_requests_waiting gauge
                vllm:num_requests_waiting{engine="0",model_name="a {odd} name"} %d
                vllm:num_requests_running{engine="0"} %d
                vllm:prompt_tokens_total{engine="0"} 60.0
                vllm:prompt_tokens_total{engine="1"} 40.0
                """.formatted(waiting, running);
    }
}
