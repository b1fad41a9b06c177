package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.local.EngineFactory;
import io.compuerta.engine.model.ProgressBar;
import io.compuerta.gateway.config.InstallationSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    /** There at once; the model is found, fetched and loaded in the background, and health tells how far that is. */
    @Bean
    ChatEngine chatEngine(InstallationSettings installation, LocalEngineSettings engine) {
        return EngineFactory.open(engine.inside(installation.dataDir()), ProgressBar.onTerminal());
    }
}
