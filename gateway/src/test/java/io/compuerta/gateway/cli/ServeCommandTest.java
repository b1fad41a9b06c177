package io.compuerta.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

class ServeCommandTest {

    private static final String POLICY = """
            version: 1
            targets:
              local: { engine: qwen }
              premium: { models: [far/away, unknown/model] }
            rules:
              - name: all
                route: local
                fallback: [premium]
            """;

    @TempDir
    Path config;

    @TempDir
    Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(config.resolve("policies.yaml"), POLICY);
        Files.writeString(config.resolve("application.yaml"), "compuerta.engine.download: false\n");
        Files.writeString(config.resolve("providers.yaml"), """
                version: 1
                providers:
                  - id: far
                    dialect: openai
                    base-url: https://far.example/v1
                    api-key: ${COMPUERTA_TEST_KEY_THAT_NOBODY_SETS}
                    models: [away]
                """);
    }

    @Test
    void whatIsReadyIsSaidOnceAndTheAddressAnswers() {
        List<Integer> statuses = new ArrayList<>();

        int exitCode = serve(gateway -> statuses.add(models(gateway)), "--port", "0");

        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(statuses).containsExactly(200);
        assertThat(out.toString())
                .containsOnlyOnce("Compuerta is ready.")
                .contains("compuerta-dev", "curl http://127.0.0.1:")
                .contains("there is no model in", "./compuerta models pull")
                .contains("far/away: unavailable", "COMPUERTA_TEST_KEY_THAT_NOBODY_SETS")
                .contains("unknown/model: unavailable, not in providers.yaml");
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int exitCode = serve(gateway -> {}, "--port", String.valueOf(taken.getLocalPort()));

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("port " + taken.getLocalPort() + " is in use");
            assertThat(err.toString().lines()).hasSize(1);
        }
    }

    @Test
    void beyondLoopbackItDoesNotStartWithoutKeys() {
        int exitCode = serve(gateway -> {}, "--port", "0", "--address", "0.0.0.0");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("keys.yaml is missing");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void aBrokenPolicyStopsItWithFileLineAndColumn() throws IOException {
        Files.writeString(config.resolve("policies.yaml"), POLICY.replace("route: local", "rout: local"));

        int exitCode = serve(gateway -> {}, "--port", "0");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString())
                .startsWith(config.resolve("policies.yaml") + ":")
                .contains("rout");
    }

    @Test
    void aSettingOutOfRangeIsNamed() throws IOException {
        Files.writeString(config.resolve("application.yaml"), "compuerta.engine.slots: many\n");

        int exitCode = serve(gateway -> {}, "--port", "0");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("compuerta.engine.slots").contains("application.yaml");
    }

    private int serve(java.util.function.Consumer<ConfigurableApplicationContext> meanwhile, String... arguments) {
        Terminal terminal = Commands.terminal(out, err);
        ServeCommand serve = new ServeCommand(terminal, new Home(config, data), false, gateway -> {
            meanwhile.accept(gateway);
            gateway.close();
        });
        return new CommandLine(serve)
                .setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, terminal, false))
                .execute(arguments);
    }

    private static int models(ConfigurableApplicationContext gateway) {
        String port = gateway.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/models"))
                .header("Authorization", "Bearer compuerta-dev")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
