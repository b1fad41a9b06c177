package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * The official JavaScript client against the gateway ({@code src/test/node/client.mjs}). Skipped, loudly, where node or
 * its modules are missing ({@code npm ci} in that folder); with {@code CI=true} that is a failure.
 */
class OpenAiNodeClientTest {

    private static final Path FOLDER = Path.of("src", "test", "node");

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @Test
    void chatsStreamsFailsAndHangsUpAsItsUsersExpect(@TempDir Path folder) throws IOException, InterruptedException {
        requireNode();
        gateway.engine()
                .when(
                        "engine-breaks",
                        request -> Flux.<EngineEvent>just(new EngineEvent.Text("half"))
                                .concatWith(Flux.error(new EngineException.Unavailable("gone"))));
        gateway.engine()
                .when(
                        "node-endless",
                        request -> Flux.interval(Duration.ofMillis(5))
                                .onBackpressureDrop()
                                .map(tick -> new EngineEvent.Text("tick ")));
        long cancelled = gateway.engine().cancelled();

        Path said = folder.resolve("said.txt");
        ProcessBuilder node = new ProcessBuilder("node", "client.mjs")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        node.environment().put("GATEWAY_URL", gateway.uri("/v1").toString());
        node.environment().put("GATEWAY_KEY", GatewayUnderTest.KEY);
        Process process = node.start();
        boolean ended;
        try {
            ended = process.waitFor(3, TimeUnit.MINUTES);
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readAllLines(said))
                .containsExactly(
                        "ok chat",
                        "ok stream",
                        "ok usageInTheStream",
                        "ok tools",
                        "ok errors",
                        "ok brokenStream",
                        "ok abort",
                        "ok models",
                        "ok embeddings");
        assertThat(ended).isTrue();
        assertThat(process.exitValue()).isZero();
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.engine().cancelled() >= cancelled + 1);
    }

    private static void requireNode() {
        boolean node = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
        if (node && Files.isDirectory(FOLDER.resolve("node_modules").resolve("openai"))) {
            return;
        }
        String message = node
                ? "the JavaScript client is not installed: run 'npm ci' in gateway/src/test/node"
                : "node is not installed";
        if ("true".equals(System.getenv("CI"))) {
            fail(message);
        }
        System.err.println("SKIPPED FOR WANT OF NODE: " + message);
        Assumptions.abort(message);
    }
}
