package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.remote.RemoteFlavour;
import io.compuerta.gateway.cache.CacheSettings;
import io.compuerta.gateway.classify.RoutingSettings;
import io.compuerta.gateway.config.InstallationSettings;
import io.compuerta.gateway.config.ReloadSettings;
import io.compuerta.gateway.dispatch.cascade.CascadeSettings;
import io.compuerta.gateway.dispatch.local.RemoteEngineSettings;
import io.compuerta.gateway.dispatch.premium.ProviderSettings;
import io.compuerta.gateway.edge.EdgeSettings;
import io.compuerta.gateway.egress.EgressSettings;
import io.compuerta.gateway.embed.EmbeddingSettings;
import io.compuerta.gateway.limit.LimitSettings;
import io.compuerta.gateway.pipeline.PipelineSettings;
import io.compuerta.gateway.privacy.PrivacySettings;
import io.compuerta.gateway.redis.RedisSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.util.unit.DataSize;

/** Every setting's default and its full mapping from text: a renamed key breaks here and not at a customer's. */
class SettingsTest {

    @Test
    void edge() {
        assertThat(defaults(EdgeSettings.class))
                .isEqualTo(new EdgeSettings(
                        DataSize.ofMegabytes(10), 2048, Duration.ofSeconds(30), Duration.ofSeconds(15)));
        assertThat(bind(
                        EdgeSettings.class,
                        Map.of("max-body", "2MB", "max-messages", "7", "body-timeout", "4s", "keep-alive", "3s")))
                .isEqualTo(new EdgeSettings(DataSize.ofMegabytes(2), 7, Duration.ofSeconds(4), Duration.ofSeconds(3)));
    }

    @Test
    void egress() {
        assertThat(defaults(EgressSettings.class)).isEqualTo(new EgressSettings(false, Duration.ofSeconds(2)));
        assertThat(bind(EgressSettings.class, Map.of("required", "true", "patience", "800ms")))
                .isEqualTo(new EgressSettings(true, Duration.ofMillis(800)));
        assertThatThrownBy(() -> bind(EgressSettings.class, Map.of("patience", "0s")))
                .rootCause()
                .hasMessageContaining("compuerta.egress.patience");
    }

    @Test
    void cascade() {
        assertThat(defaults(CascadeSettings.class)).isEqualTo(new CascadeSettings(Duration.ofSeconds(5)));
        assertThat(bind(CascadeSettings.class, Map.of("deadline", "800ms")))
                .isEqualTo(new CascadeSettings(Duration.ofMillis(800)));
        assertThatThrownBy(() -> bind(CascadeSettings.class, Map.of("deadline", "0s")))
                .rootCause()
                .hasMessageContaining("compuerta.cascade.deadline");
    }

    @Test
    void engineElsewhere() {
        assertThat(defaults(RemoteEngineSettings.class))
                .isEqualTo(new RemoteEngineSettings(
                        RemoteEngineSettings.Type.EMBEDDED,
                        List.of(),
                        RemoteFlavour.VLLM,
                        "",
                        "",
                        4096,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1)));
        assertThat(bind(
                        RemoteEngineSettings.class,
                        Map.of(
                                "type", "openai-compatible",
                                "base-url", "http://a:1/v1,http://b:2/v1",
                                "flavour", "tensorrt-llm",
                                "served-model", "qwen",
                                "api-key", "secret",
                                "context-tokens", "512",
                                "connect-timeout", "3s",
                                "first-token", "4s",
                                "idle", "5s",
                                "poll-interval", "6s")))
                .isEqualTo(new RemoteEngineSettings(
                        RemoteEngineSettings.Type.OPENAI_COMPATIBLE,
                        List.of(URI.create("http://a:1/v1"), URI.create("http://b:2/v1")),
                        RemoteFlavour.TENSORRT_LLM,
                        "qwen",
                        "secret",
                        512,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6)));
        assertThatThrownBy(() -> bind(RemoteEngineSettings.class, Map.of("type", "openai-compatible")))
                .rootCause()
                .hasMessageContaining("compuerta.engine.base-url");
    }

    @Test
    void embeddings() {
        assertThat(defaults(EmbeddingSettings.class))
                .isEqualTo(new EmbeddingSettings(null, 2048, null, 64, Duration.ofSeconds(120), 2048));
        assertThat(bind(
                        EmbeddingSettings.class,
                        Map.of(
                                "model",
                                "some.gguf",
                                "max-tokens",
                                "100",
                                "threads",
                                "3",
                                "queue",
                                "5",
                                "deadline",
                                "7s",
                                "max-inputs",
                                "9")))
                .isEqualTo(new EmbeddingSettings(Path.of("some.gguf"), 100, 3, 5, Duration.ofSeconds(7), 9));
    }

    @Test
    void providers() {
        assertThat(defaults(ProviderSettings.class))
                .isEqualTo(new ProviderSettings(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        512,
                        2,
                        Duration.ofSeconds(3)));
        assertThat(bind(
                        ProviderSettings.class,
                        Map.of(
                                "connect-timeout", "1s",
                                "first-token", "2s",
                                "idle", "4s",
                                "max-concurrent", "5",
                                "max-retries", "6",
                                "max-retry-wait", "7s")))
                .isEqualTo(new ProviderSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        5,
                        6,
                        Duration.ofSeconds(7)));
    }

    @Test
    void limits() {
        assertThat(defaults(LimitSettings.class)).isEqualTo(new LimitSettings(1, Duration.ofMillis(250)));
        assertThat(bind(LimitSettings.class, Map.of("replicas", "3", "redis-timeout", "1s")))
                .isEqualTo(new LimitSettings(3, Duration.ofSeconds(1)));
    }

    @Test
    void cache() {
        assertThat(defaults(CacheSettings.class))
                .isEqualTo(new CacheSettings(true, Duration.ofHours(24), DataSize.ofMegabytes(64)));
        assertThat(bind(CacheSettings.class, Map.of("enabled", "false", "ttl", "5m", "memory", "1MB")))
                .isEqualTo(new CacheSettings(false, Duration.ofMinutes(5), DataSize.ofMegabytes(1)));
    }

    @Test
    void redis() {
        assertThat(defaults(RedisSettings.class)).isEqualTo(new RedisSettings("", Duration.ofMillis(250)));
        assertThat(bind(RedisSettings.class, Map.of("url", "redis://:secret@host:6379", "timeout", "1s")))
                .isEqualTo(new RedisSettings("redis://:secret@host:6379", Duration.ofSeconds(1)));
        assertThat(new RedisSettings("redis://:secret@host:6379", Duration.ofSeconds(1)).toString())
                .doesNotContain("secret");
    }

    @Test
    void detectors() {
        assertThat(defaults(PipelineSettings.class)).isEqualTo(new PipelineSettings(2, 1000, Duration.ofSeconds(10)));
        assertThat(bind(PipelineSettings.class, Map.of("threads", "3", "queue", "4", "deadline", "5s")))
                .isEqualTo(new PipelineSettings(3, 4, Duration.ofSeconds(5)));
    }

    @Test
    void installation() {
        assertThat(defaults(InstallationSettings.class))
                .isEqualTo(new InstallationSettings(Path.of("config"), Path.of("data")));
        assertThat(bind(InstallationSettings.class, Map.of("config-dir", "a", "data-dir", "b")))
                .isEqualTo(new InstallationSettings(Path.of("a"), Path.of("b")));
    }

    @Test
    void routing() {
        assertThat(defaults(RoutingSettings.class)).isEqualTo(new RoutingSettings(null));
        assertThat(bind(RoutingSettings.class, Map.of("calibration", "calibration.yaml")))
                .isEqualTo(new RoutingSettings(Path.of("calibration.yaml")));
    }

    @Test
    void reload() {
        assertThat(defaults(ReloadSettings.class))
                .isEqualTo(new ReloadSettings(true, Duration.ofSeconds(5), Duration.ofMillis(200)));
        assertThat(bind(ReloadSettings.class, Map.of("enabled", "false", "poll", "1m", "quiet", "1s")))
                .isEqualTo(new ReloadSettings(false, Duration.ofMinutes(1), Duration.ofSeconds(1)));
    }

    @Test
    void privacy() {
        assertThat(defaults(PrivacySettings.class)).isEqualTo(new PrivacySettings(""));
        PrivacySettings given = bind(PrivacySettings.class, Map.of("secret", "sixteen letters!"));
        assertThat(given.secret()).isEqualTo("sixteen letters!");
        assertThat(given.toString()).doesNotContain("sixteen");
    }

    @ParameterizedTest
    @CsvSource({
        "io.compuerta.gateway.edge.EdgeSettings, max-body, 1B",
        "io.compuerta.gateway.edge.EdgeSettings, max-messages, 0",
        "io.compuerta.gateway.edge.EdgeSettings, body-timeout, 0s",
        "io.compuerta.gateway.edge.EdgeSettings, keep-alive, -1s",
        "io.compuerta.gateway.dispatch.premium.ProviderSettings, first-token, 0s",
        "io.compuerta.gateway.dispatch.premium.ProviderSettings, max-concurrent, 0",
        "io.compuerta.gateway.dispatch.premium.ProviderSettings, max-retries, 11",
        "io.compuerta.gateway.config.ReloadSettings, poll, 0s",
        "io.compuerta.gateway.limit.LimitSettings, replicas, 0",
        "io.compuerta.gateway.cache.CacheSettings, ttl, 0s",
        "io.compuerta.gateway.redis.RedisSettings, url, http://x",
        "io.compuerta.gateway.pipeline.PipelineSettings, threads, 0",
        "io.compuerta.gateway.privacy.PrivacySettings, secret, short"
    })
    void aWrongValueNamesItsKey(Class<?> type, String key, String value) {
        assertThatThrownBy(() -> bind(type, Map.of(key, value)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class)
                .rootCause()
                .hasMessageContaining(prefix(type) + ".")
                .hasMessageContaining(key);
    }

    private static <T> T defaults(Class<T> type) {
        return bind(type, Map.of());
    }

    private static <T> T bind(Class<T> type, Map<String, String> values) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put(prefix(type) + "." + key, value));
        return new Binder(java.util.List.of(source), null, ApplicationConversionService.getSharedInstance())
                .bindOrCreate(prefix(type), type);
    }

    private static String prefix(Class<?> type) {
        return type.getAnnotation(ConfigurationProperties.class).value();
    }
}
