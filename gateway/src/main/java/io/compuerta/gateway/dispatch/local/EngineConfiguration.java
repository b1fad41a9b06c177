package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.llama.LlamaChatEngine;
import io.compuerta.engine.llama.LlamaLibrary;
import io.compuerta.engine.llama.LlamaSettings;
import io.compuerta.gateway.config.InstallationSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    ChatEngine chatEngine(InstallationSettings settings) {
        return LlamaChatEngine.open(
                LlamaLibrary.load(null, settings.dataDir().resolve("native")),
                settings.dataDir().resolve("models/SmolLM2-135M-Instruct.Q4_1.gguf"),
                new LlamaSettings("SmolLM2-135M-Instruct", true, 2048, 2, 1, 64, 128));
    }
}
