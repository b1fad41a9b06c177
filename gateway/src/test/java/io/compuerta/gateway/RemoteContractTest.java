package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.remote.RemoteEngine;
import io.compuerta.engine.remote.RemoteFlavour;
import io.compuerta.engine.remote.RemoteSettings;
import io.compuerta.engine.testing.ChatEngineContract;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** The contract over the wire: this product's own endpoint is the server, with the real engine behind it. */
class RemoteContractTest extends ChatEngineContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<Shape, GatewayUnderTest> servers = new HashMap<>();
    private final Map<ChatEngine, GatewayUnderTest> behind = new IdentityHashMap<>();

    @Override
    protected ChatEngine open(Path modelFile, Shape shape) {
        GatewayUnderTest server = servers.computeIfAbsent(shape, wanted -> start(modelFile, wanted));
        ChatEngine engine = ready(RemoteEngine.open(new RemoteSettings(
                List.of(server.uri("/v1")),
                RemoteFlavour.OTHER,
                "local",
                GatewayUnderTest.KEY,
                4096,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                Duration.ofMillis(20))));
        behind.put(engine, server);
        return engine;
    }

    private static GatewayUnderTest start(Path modelFile, Shape shape) {
        GatewayUnderTest server = GatewayUnderTest.startWithRealEngine(
                TestConfiguration.standard("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1"),
                Map.of(
                        "compuerta.engine.model",
                        modelFile.toString(),
                        "compuerta.engine.download",
                        "false",
                        "compuerta.engine.context-tokens",
                        String.valueOf(shape.contextTokens()),
                        "compuerta.engine.slots",
                        String.valueOf(shape.slots()),
                        "compuerta.engine.queue",
                        String.valueOf(shape.queue()),
                        "compuerta.engine.threads",
                        "1",
                        // The engine is to answer, each time.
                        "compuerta.cache.enabled",
                        "false",
                        // So that one prompt of the contract is refused before it is read.
                        "compuerta.edge.max-body",
                        "1MB"));
        await().atMost(PATIENCE).until(() -> engineOf(server).health() instanceof EngineHealth.Ready);
        return server;
    }

    private static ChatEngine engineOf(GatewayUnderTest server) {
        return server.bean(ChatEngine.class);
    }

    @AfterAll
    void stopServers() {
        servers.values().forEach(GatewayUnderTest::close);
        assertThat(Blocking.found()).isEmpty();
    }

    /** What the server makes while the word of a closed connection is on its way, besides its buffers. */
    @Override
    protected int readAhead() {
        return LONG / 4;
    }

    /**
     * OpenAI's API has no word for how many requests a server takes at once, none for whose prompts may be shared, and the
     * network holds what nobody reads.
     */
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.noneOf(Ability.class);
    }

    @Override
    protected EngineStatistics statistics(ChatEngine engine) {
        return engineOf(behind.get(engine)).statistics();
    }
}
