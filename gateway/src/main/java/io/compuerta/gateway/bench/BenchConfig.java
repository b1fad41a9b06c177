package io.compuerta.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The configuration of the gateway under measurement: all stages on, everything to the stub, one bare route beside. */
final class BenchConfig {

    static final String KEY = "bench-key";

    private BenchConfig() {}

    static void write(Path directory, int stubPort) throws IOException {
        Files.writeString(directory.resolve("policies.yaml"), """
                version: 1
                targets:
                  premium: { models: [stub/stub] }
                rules:
                  - { name: all to the stub, route: premium }
                """);
        Files.writeString(directory.resolve("providers.yaml"), """
                version: 1
                providers:
                  - { id: stub, dialect: openai, base-url: "http://127.0.0.1:%d/v1", models: [stub] }
                """.formatted(stubPort));
        Files.writeString(directory.resolve("prices.yaml"), """
                version: 1
                baseline: stub/stub
                prices:
                  - model: stub/stub
                    from: 2026-01-01
                    usd-per-million: { input: 4.00, output: 20.00 }
                    source: made up for the benchmark
                """);
        Files.writeString(directory.resolve("keys.yaml"), """
                version: 1
                keys:
                  - id: bench
                    sha256: b0962662e937d44c699c8305d90cbf190b3150c59b13863d1380b5cc3c711bb7
                    tenant: bench
                    limits: { requests-per-day: 1000000000, requests-per-minute: 1000000000, tokens-per-minute: 1000000000 }
                """);
        Files.writeString(directory.resolve("application.yaml"), """
                spring.cloud.gateway.server.webflux.routes:
                  - { id: chat, uri: "llm://chat", predicates: [Path=/v1/chat/completions] }
                  - { id: models, uri: "llm://models", predicates: ["Path=/v1/models"] }
                  - { id: bare, uri: "http://127.0.0.1:%d", predicates: ["Path=/bare/**"] }
                compuerta.engine.download: false
                # Small enough to be full after the warm-up: a cache that fills looks like a leak.
                compuerta.cache.memory: 2MB
                """.formatted(stubPort));
    }

    /** After {@link #write}: the local model answers, from a worker; the stub when it is asked for by name. */
    static void writeLocal(Path directory, Path model) throws IOException {
        Files.writeString(directory.resolve("policies.yaml"), """
                version: 1
                targets:
                  local: { engine: qwen }
                  premium: { models: [stub/stub] }
                rules:
                  - { name: asked for by name, when: 'model == "stub/stub"', route: premium }
                  - { name: all others, route: local }
                """);
        Files.writeString(directory.resolve("application.yaml"), """
                compuerta.engine.download: false
                compuerta.engine.mode: worker
                compuerta.engine.model: "%s"
                compuerta.engine.context-tokens: 512
                compuerta.cache.enabled: false
                """.formatted(model.toAbsolutePath()));
    }

    /** The same with an engine beside the stub, for whoever asks for the model {@code local}. */
    static void writeWithEngine(Path directory, int stubPort, Path model, int slots) throws IOException {
        write(directory, stubPort);
        Files.writeString(directory.resolve("policies.yaml"), """
                version: 1
                targets:
                  premium: { models: [stub/stub] }
                  local: { engine: qwen }
                rules:
                  - { name: all to the stub, route: premium }
                """);
        Files.writeString(
                directory.resolve("application.yaml"),
                """
                compuerta.engine.model: "%s"
                compuerta.engine.slots: %d
                """.formatted(model.toAbsolutePath(), slots),
                StandardOpenOption.APPEND);
    }
}
