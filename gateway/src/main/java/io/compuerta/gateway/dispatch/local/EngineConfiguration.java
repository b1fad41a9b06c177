package io.compuerta.gateway.dispatch.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.local.EngineFactory;
import io.compuerta.engine.metrics.MeteredEngine;
import io.compuerta.engine.model.ProgressBar;
import io.compuerta.engine.remote.RemoteEngine;
import io.compuerta.gateway.config.InstallationSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /**
     * The model is found, fetched and loaded in the background. Start-up gives it a moment, so that the first question
     * after "ready" gets an answer; a long download goes on behind an open port, and health tells how far it is.
     */
    @Bean
    ChatEngine chatEngine(
            InstallationSettings installation,
            LocalEngineSettings engine,
            RemoteEngineSettings remote,
            MeterRegistry registry) {
        ChatEngine plain = remote.isElsewhere()
                ? RemoteEngine.open(remote.inside())
                : EngineFactory.open(engine.inside(installation.dataDir()), ProgressBar.onTerminal());
        ChatEngine opened = new MeteredEngine(plain, registry);
        long end = System.nanoTime() + engine.startupWait().toNanos();
        while (opened.health() instanceof EngineHealth.Preparing && System.nanoTime() < end) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return opened;
    }
}
