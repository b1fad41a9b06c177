package io.compuerta.engine.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.testing.HalfAnswers;
import io.compuerta.engine.testing.Soon;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RemoteServerTest {

    private static final Map<String, String> BODIES = Map.of(
            "/health",
            "well",
            "/v1/models",
            "{\"data\": [{\"id\": \"qwen\", \"max_model_len\": 2048}]}",
            "/metrics",
            "vllm:num_requests_waiting 3\nvllm:num_requests_running 4\n");

    /** The look's thread is one of few: held up for ever, it would leave the server's state as it was. */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/v1/models", "/metrics"})
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anAnswerThatStopsHalfwayEndsTheLook(String path) throws IOException, InterruptedException {
        try (HalfAnswers stub = new HalfAnswers(BODIES);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            URI url = stub.root().resolve("v1");
            RemoteSettings settings = RemoteEngineSetup.settings(Duration.ofSeconds(10), List.of(url));
            RemoteServer server = new RemoteServer(url, settings, http, JsonMapper.shared(), Duration.ofMillis(300));
            Soon.until("a server that is well", () -> isWell(server));

            stub.stalling = path;
            server.look();

            assertThat(server.state().well()).isFalse();
            assertThat(server.state().trouble()).contains("HttpTimeoutException");
            stub.awaitLeftAlone();
            stub.stalling = "";
            Soon.until("a server that is well again", () -> isWell(server));
            assertThat(server.state().load().waiting()).isEqualTo(3);
        }
    }

    private static boolean isWell(RemoteServer server) throws InterruptedException {
        server.look();
        return server.state().well();
    }
}
