package io.compuerta.gateway.dashboards;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.metrics.MeteredEngine;
import io.compuerta.gateway.GatewayApplication;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Flux;

/** The real application with an engine that says one sentence, a provider that answers and one that is broken. */
final class LiveGateway implements AutoCloseable {

    /** Of every answer, local or premium: 1000 tokens in and 500 out. */
    static final double DOLLARS_OF_AN_ANSWER = (1000 * 4.00 + 500 * 20.00) / 1_000_000;

    private static final String ANSWER = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"An answer."}}],\
            "usage":{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500}}""";

    private final HttpClient http = HttpClient.newHttpClient();
    private final WireMockServer upstream =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final ConfigurableApplicationContext context;
    private int asked;

    LiveGateway(Path home) throws IOException {
        upstream.start();
        upstream.stubFor(post(urlPathEqualTo("/good/v1/chat/completions")).willReturn(okJson(ANSWER)));
        upstream.stubFor(post(urlPathEqualTo("/bad/v1/chat/completions"))
                .willReturn(aResponse().withStatus(500)));
        Path config = Files.createDirectories(home.resolve("config"));
        configure(config);
        context = new SpringApplicationBuilder(GatewayApplication.class)
                .initializers(application -> ((GenericApplicationContext) application)
                        .registerBean(
                                "chatEngine",
                                ChatEngine.class,
                                () -> new MeteredEngine(new OneSentence(), application.getBean(MeterRegistry.class))))
                .run(
                        "--spring.main.allow-bean-definition-overriding=true",
                        "--server.port=0",
                        "--compuerta.config-dir=" + config,
                        "--compuerta.data-dir=" + home.resolve("data"));
    }

    private void configure(Path config) throws IOException {
        Files.writeString(config.resolve("policies.yaml"), """
                version: 1
                targets:
                  local: { engine: qwen }
                  premium: { models: [good/priced, good/unpriced] }
                  broken: { models: [bad/broken] }
                share: { local: 0.80 }
                rules:
                  - { name: hard, when: complexity > threshold, route: premium }
                  - { name: all to the broken one, route: broken, fallback: [premium, local] }
                """);
        Files.writeString(config.resolve("providers.yaml"), """
                version: 1
                providers:
                  - { id: good, dialect: openai, base-url: "%1$s/good/v1", models: [priced, unpriced] }
                  - { id: bad, dialect: openai, base-url: "%1$s/bad/v1", models: [broken] }
                """.formatted(upstream.baseUrl()));
        Files.writeString(config.resolve("prices.yaml"), """
                version: 1
                baseline: good/priced
                prices:
                  - model: good/priced
                    from: 2026-01-01
                    usd-per-million: { input: 4.00, output: 20.00 }
                    source: made up for the test
                """);
        Files.writeString(config.resolve("keys.yaml"), """
                version: 1
                keys:
                  - { id: web, sha256: %s, tenant: acme, limits: { requests-per-day: 100000 } }
                  - { id: tiny, sha256: %s, tenant: acme, limits: { requests-per-day: 1 } }
                """.formatted(sha256("web-key"), sha256("tiny-key")));
    }

    private static String sha256(String text) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    /** Asks something new of that model, and gives the answer's status. */
    int ask(String key, String model) {
        return ask(key, model, "Question " + ++asked);
    }

    int ask(String key, String model, String text) {
        String body = """
                {"model":"%s","messages":[{"role":"user","content":"%s"}]}""".formatted(model, text);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request).statusCode();
    }

    /** What Prometheus would read. */
    String scrape() {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/actuator/prometheus"))
                        .build())
                .body();
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        upstream.stop();
    }

    /** Says the same each time, and counts as an engine would. */
    private static final class OneSentence implements ChatEngine {
        private final AtomicLong answers = new AtomicLong();

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            answers.incrementAndGet();
            return Flux.just(
                    new EngineEvent.Text("A local answer."),
                    new EngineEvent.Finished(
                            EngineEvent.FinishReason.STOP,
                            new EngineEvent.Usage(1000, 0, 500, 0),
                            new EngineEvent.Timing(
                                    Duration.ofMillis(5), Duration.ofMillis(200), Duration.ofSeconds(10))));
        }

        @Override
        public EngineHealth health() {
            return new EngineHealth.Ready("Scripted-1", 4096, false);
        }

        @Override
        public EngineStatistics statistics() {
            long count = answers.get();
            return new EngineStatistics(
                    4,
                    1,
                    0,
                    0,
                    count * 1000,
                    count * 100,
                    count * 500,
                    0,
                    count << 27,
                    count << 33,
                    1500,
                    16_384,
                    1,
                    1);
        }

        @Override
        public void close() {}
    }
}
