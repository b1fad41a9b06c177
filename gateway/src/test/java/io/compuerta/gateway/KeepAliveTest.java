package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.GatewayUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are used again, also by clients that send the next request before the answer has quite ended. */
class KeepAliveTest {

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /v1/models", "GET /nowhere", "GET /actuator/health/liveness", "POST /v1/chat/completions"})
    void aRequestSentEarlyDoesNotSilenceItsConnection(String early) throws IOException {
        URI address = gateway.uri("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int round = 0; round < 3; round++) {
                String second = request(early, "again");
                int body = second.indexOf("\r\n\r\n") + 4;
                send(socket, request("POST /v1/chat/completions", "a question " + round) + second.substring(0, body));
                assertThat(statusLine(answers)).startsWith("HTTP/1.1 200");
                send(socket, second.substring(body));
                assertThat(statusLine(answers)).startsWith("HTTP/1.1 ");
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String request(String line, String words) {
        String body = line.startsWith("GET")
                ? ""
                : "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
        return line + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + GatewayUnderTest.KEY
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Reads one whole answer. */
    private static String statusLine(BufferedReader answers) throws IOException {
        String status = answers.readLine();
        int length = -1;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (length >= 0) {
            for (int left = length; left > 0; left--) {
                answers.read();
            }
            return status;
        }
        String size = answers.readLine();
        while (!size.equals("0")) {
            for (int left = Integer.parseInt(size, 16) + 2; left > 0; left--) {
                answers.read();
            }
            size = answers.readLine();
        }
        answers.readLine();
        return status;
    }
}
