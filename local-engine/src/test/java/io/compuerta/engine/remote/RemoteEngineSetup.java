package io.compuerta.engine.remote;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.testing.Soon;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;

/** Servers and engines that are closed after each test. */
abstract class RemoteEngineSetup {

    static final GenerationRequest HELLO =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "hola")), Sampling.GREEDY, 50);

    final StubModelServer server = new StubModelServer();
    final List<AutoCloseable> opened = new ArrayList<>(List.of(server));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    StubModelServer another() {
        StubModelServer other = new StubModelServer();
        opened.add(other);
        return other;
    }

    ChatEngine engine() {
        return engine(Duration.ofSeconds(30), server);
    }

    /** Open, and every server looked at. */
    ChatEngine engine(Duration patience, StubModelServer... servers) {
        ChatEngine engine = open(patience, servers);
        Soon.until("an engine that is ready", () -> engine.health() instanceof EngineHealth.Ready);
        for (StubModelServer each : servers) {
            seen(each);
        }
        return engine;
    }

    ChatEngine open(Duration patience, StubModelServer... servers) {
        ChatEngine engine = RemoteEngine.open(settings(
                patience,
                java.util.Arrays.stream(servers).map(StubModelServer::baseUrl).toList()));
        opened.add(engine);
        return engine;
    }

    static RemoteSettings settings(Duration patience, List<URI> urls) {
        return new RemoteSettings(
                urls,
                RemoteFlavour.VLLM,
                "",
                "secret",
                4096,
                Duration.ofSeconds(5),
                patience,
                patience,
                Duration.ofMillis(20));
    }

    /** Until what the server says now has been read: the second look from here began after it. */
    static void seen(StubModelServer server) {
        int now = server.looks();
        Soon.until("two more looks", () -> server.looks() >= now + 3);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
