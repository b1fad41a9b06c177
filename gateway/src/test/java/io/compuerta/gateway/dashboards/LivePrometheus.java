package io.compuerta.gateway.dashboards;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Debian's Prometheus on loopback, with the repository's own configuration but for the gateway's address and the pace. */
final class LivePrometheus implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final Process process;
    private final int port;

    LivePrometheus(Path home, int gatewayPort) throws IOException {
        Path program = Promtool.require("prometheus");
        Files.createDirectories(home);
        Path source = Dashboard.ROOT.resolve("prometheus");
        String configuration = Files.readString(source.resolve("prometheus.yaml"));
        String ours = configuration
                .replace("gateway:8080", "127.0.0.1:" + gatewayPort)
                .replace("_interval: 15s", "_interval: 1s");
        if (!ours.contains(":" + gatewayPort) || !ours.contains("scrape_interval: 1s")) {
            throw new AssertionError("prometheus.yaml scrapes something else than gateway:8080 every 15s");
        }
        Files.writeString(home.resolve("prometheus.yaml"), ours);
        Files.copy(source.resolve("rules.yaml"), home.resolve("rules.yaml"), StandardCopyOption.REPLACE_EXISTING);
        port = freePort();
        process = new ProcessBuilder(
                        program.toString(),
                        "--config.file=" + home.resolve("prometheus.yaml"),
                        "--storage.tsdb.path=" + home.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("prometheus.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Tries again until it holds; what fails on the way, as while Prometheus starts, does not hold. */
    void await(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(AGAIN)
                .ignoreExceptions()
                .until(condition::getAsBoolean);
    }

    /** The number a query gives now; NaN when it gives none. */
    double number(String query) {
        return number(query, "");
    }

    double numberAt(String query, double time) {
        return number(query, "&time=" + time);
    }

    private double number(String query, String more) {
        JsonNode result = get("query?query=" + encoded(query) + more).path("result");
        return result.isEmpty()
                ? Double.NaN
                : Double.parseDouble(result.get(0).path("value").get(1).asString());
    }

    /** The series a panel would draw. */
    JsonNode range(String query, double from, double to) {
        return get("query_range?query=" + encoded(query) + "&start=" + from + "&end=" + to + "&step=1")
                .path("result");
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private JsonNode get(String path) {
        try {
            String body = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            JsonNode answer = json.readTree(body);
            if (!answer.path("status").asString("").equals("success")) {
                throw new AssertionError(path + ": " + body);
            }
            return answer.path("data");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
