package io.compuerta.gateway.dispatch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.local.ModelSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

class LocalEngineSettingsTest {

    private static EngineSettings bound(Map<String, String> text) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        text.forEach((key, value) -> source.put("compuerta.engine." + key, value));
        return new Binder(List.of(source), null, ApplicationConversionService.getSharedInstance())
                .bindOrCreate("compuerta.engine", LocalEngineSettings.class)
                .inside(Path.of("data"));
    }

    @Test
    void withoutConfigurationItIsTheEnginesOwnDefault() {
        assertThat(bound(Map.of())).isEqualTo(EngineSettings.defaults(Path.of("data")));
    }

    @Test
    void severalModelsAreConfiguredInText() {
        EngineSettings settings = bound(Map.of(
                "model-choice", "auto",
                "models[0]", "Qwen3-0.6B-Q8_0",
                "models[1]", "*",
                "memory-budget", "6GB",
                "idle-unload", "10m",
                "adapters.es", "lora/es.gguf"));

        assertThat(settings.models())
                .isEqualTo(new ModelSettings(
                        true,
                        List.of("Qwen3-0.6B-Q8_0", "*"),
                        6L << 30,
                        Duration.ofMinutes(10),
                        Map.of("es", Path.of("lora/es.gguf"))));
    }

    @Test
    void aContextThatNoChatFitsIsRefusedByItsKey() {
        assertThat(bound(Map.of("context-tokens", "256")).contextTokens()).isEqualTo(256);
        assertThatThrownBy(() -> bound(Map.of("context-tokens", "255")))
                .rootCause()
                .hasMessage("compuerta.engine.context-tokens is 255; at least 256 is expected");
    }

    @Test
    void autoAsTheModelIsNoFile() {
        EngineSettings settings = bound(Map.of("model", "auto"));

        assertThat(settings.modelFile()).isNull();
        assertThat(settings.models().automatic()).isTrue();
        assertThat(bound(Map.of("model", "a.gguf")).modelFile()).isEqualTo(Path.of("a.gguf"));
    }
}
