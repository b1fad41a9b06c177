package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Clients that announce a body and do not send all of it. */
class SlowBodyTest {

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                TestConfiguration.standard("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
                Map.of("compuerta.edge.body-timeout", "300ms"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/v1/embeddings", "/v1/feedback", "/admin/policies/validate"})
    void halfABodyIsAnsweredAndItsConnectionClosed(String path) throws IOException {
        URI address = gateway.uri("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                                    + (path.startsWith("/admin") ? GatewayUnderTest.ADMIN_KEY : GatewayUnderTest.KEY)
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"model\":")
                            .getBytes(StandardCharsets.UTF_8));

            // To the end: the gateway closes the connection.
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408 ");
            int body = answer.indexOf("\r\n\r\n") + 4;
            assertThat(answer.substring(0, body)).containsIgnoringCase("\r\nconnection: close\r\n");
            JsonNode error = Answers.error(answer.substring(body));
            assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
            assertThat(error.path("code").stringValue()).isEqualTo("request_timeout");
            assertThat(error.path("message").stringValue()).contains("compuerta.edge.body-timeout");
        }
    }
}
