package io.compuerta.gateway.testing;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.compuerta.gateway.GatewayApplication;
import io.compuerta.policy.yaml.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The real application on a random loopback port, with a configuration and data directory of its own. Only the engine is
 * scripted. {@link #shared()} is one instance for all tests that do not need settings of their own; it knows the
 * providers {@code stub} ({@link StubUpstream}) and {@code wire} (WireMock).
 */
public final class GatewayUnderTest implements AutoCloseable {

    /** A key without limits that bind, of the tenant {@code acme}. */
    public static final String KEY = "key-of-the-tests";

    /** A key of another tenant. */
    public static final String OTHER_TENANT_KEY = "key-of-another-tenant";

    /** A key that opens the administration. */
    public static final String ADMIN_KEY = "key-of-the-operator";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final ScriptedEngine engine;
    private final Path home;
    private final ConfigurableApplicationContext context;
    private final LedgerRows ledger;

    private GatewayUnderTest(Path home, ScriptedEngine engine, ConfigurableApplicationContext context) {
        this.home = home;
        this.engine = engine;
        this.context = context;
        this.ledger = new LedgerRows(home.resolve("data/ledger.db"));
    }

    private static final class Shared {
        private static final StubUpstream STUB = StubUpstream.start();
        private static final WireMockServer WIRE =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        private static final GatewayUnderTest GATEWAY;

        static {
            WIRE.start();
            GATEWAY = start(TestConfiguration.standard(STUB.baseUrl(), WIRE.baseUrl() + "/v1"), Map.of());
        }
    }

    public static GatewayUnderTest shared() {
        return Shared.GATEWAY;
    }

    /** The shared gateway's provider {@code stub}. */
    public static StubUpstream stub() {
        return Shared.STUB;
    }

    /** The shared gateway's provider {@code wire}. */
    public static WireMockServer wire() {
        return Shared.WIRE;
    }

    /** @param properties over the tests' own, such as {@code compuerta.edge.max-body} */
    public static GatewayUnderTest start(TestConfiguration configuration, Map<String, String> properties) {
        return start(configuration, properties, true);
    }

    /** With the product's own engine in the place of the scripted one. */
    public static GatewayUnderTest startWithRealEngine(
            TestConfiguration configuration, Map<String, String> properties) {
        return start(configuration, properties, false);
    }

    /** With a look at every bean before others get it; what it returns takes the bean's place. */
    public static GatewayUnderTest start(
            TestConfiguration configuration, Map<String, String> properties, BeanPostProcessor beans) {
        return start(configuration, properties, true, Optional.of(beans));
    }

    private static GatewayUnderTest start(
            TestConfiguration configuration, Map<String, String> properties, boolean scripted) {
        return start(configuration, properties, scripted, Optional.empty());
    }

    private static GatewayUnderTest start(
            TestConfiguration configuration,
            Map<String, String> properties,
            boolean scripted,
            Optional<BeanPostProcessor> replacing) {
        Blocking.install();
        try {
            Path home = Files.createTempDirectory("gateway");
            Path config = Files.createDirectory(home.resolve("config"));
            configuration.writeTo(config);
            ScriptedEngine engine = new ScriptedEngine();
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("server.port", "0");
            settings.put("compuerta.config-dir", config.toString());
            settings.put("compuerta.data-dir", home.resolve("data").toString());
            settings.put("compuerta.privacy.secret", "a secret of the tests only");
            settings.put("compuerta.providers.first-token", "5s");
            settings.put("compuerta.providers.connect-timeout", "2s");
            settings.put("spring.main.allow-bean-definition-overriding", "true");
            settings.putAll(properties);
            ConfigurableApplicationContext context = new SpringApplicationBuilder(GatewayApplication.class)
                    .properties(settings)
                    .initializers(application -> {
                        GenericApplicationContext beans = (GenericApplicationContext) application;
                        if (scripted) {
                            beans.registerBean("chatEngine", ScriptedEngine.class, () -> engine);
                        }
                        replacing.ifPresent(beans.getBeanFactory()::addBeanPostProcessor);
                        // Of its own, so that closing one gateway does not take the network from another.
                        beans.registerBean("reactorResourceFactory", ReactorResourceFactory.class, () -> {
                            ReactorResourceFactory resources = new ReactorResourceFactory();
                            resources.setUseGlobalResources(false);
                            return resources;
                        });
                        beans.registerBean(
                                "testEnvironment",
                                Environment.class,
                                () -> Environment.of(Map.of("TEST_PROVIDER_KEY", "sk-of-the-provider")));
                    })
                    .run(settings.entrySet().stream()
                            .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                            .toArray(String[]::new));
            return new GatewayUnderTest(home, engine, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri(String path) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public ScriptedEngine engine() {
        return engine;
    }

    public Path home() {
        return home;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** What the embedded ledger holds. */
    public LedgerRows ledger() {
        return ledger;
    }

    /** A request with the usual key. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json");
    }

    public HttpRequest.Builder chat(String body) {
        return to("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> ask(String body) {
        return send(chat(body));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The answer while it comes in; closing the stream hangs up. */
    public static HttpResponse<InputStream> open(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A request id that no other test has. */
    public static String freshId() {
        return "test-" + UUID.randomUUID();
    }

    @Override
    public void close() {
        context.close();
        try {
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
