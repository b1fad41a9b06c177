package io.compuerta.gateway.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.RedisServer;

/**
 * A Redis of its own: the system's {@code redis-server} where there is one, else the one inside embedded-redis. Tests are
 * skipped, loudly, when neither starts, and fail when the environment says {@code CI=true}.
 */
public final class TestRedis implements AutoCloseable {

    private final int port;
    private final AutoCloseable server;

    private TestRedis(int port, AutoCloseable server) {
        this.port = port;
        this.server = server;
    }

    public static TestRedis require() {
        try {
            int port = freePort();
            return new TestRedis(port, start(port));
        } catch (IOException | RuntimeException e) {
            String message = "no Redis could be started (" + e.getMessage() + "); install redis-server";
            if ("true".equals(System.getenv("CI"))) {
                return fail(message);
            }
            System.err.println("SKIPPED FOR WANT OF REDIS: " + message);
            Assumptions.abort(message);
            throw new AssertionError("unreachable");
        }
    }

    private static AutoCloseable start(int port) throws IOException {
        Optional<Path> binary = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "redis-server"))
                .filter(file -> file.toFile().canExecute())
                .findFirst();
        if (binary.isPresent()) {
            Process process = new ProcessBuilder(
                            binary.get().toString(),
                            "--port",
                            Integer.toString(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no")
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitReady(process);
            return () -> {
                process.destroyForcibly();
                process.onExit().join();
            };
        }
        RedisServer embedded = new RedisServer(port);
        embedded.start();
        return embedded::stop;
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("Ready to accept connections")) {
                return;
            }
        }
        throw new IOException("redis-server ended at once");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Everything it holds under a pattern's keys, as text; for looking at what must not be there. */
    public String raw(String... command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Duration.ofSeconds(10).toMillis());
            StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
            for (String word : command) {
                request.append('$')
                        .append(word.length())
                        .append("\r\n")
                        .append(word)
                        .append("\r\n");
            }
            socket.getOutputStream().write((request + "*1\r\n$4\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
