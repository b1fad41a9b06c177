package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/** An engine and what must be let go of when it is closed: the lock that keeps its file from being removed. */
record HeldEngine(ChatEngine engine, AutoCloseable held) implements ChatEngine {

    private static final Logger LOG = LoggerFactory.getLogger(HeldEngine.class);

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return engine.generate(request);
    }

    @Override
    public EngineHealth health() {
        return engine.health();
    }

    @Override
    public List<String> models() {
        return engine.models();
    }

    @Override
    public EngineStatistics statistics() {
        return engine.statistics();
    }

    @Override
    public void close() {
        engine.close();
        letGo(held);
    }

    static void letGo(AutoCloseable held) {
        try {
            held.close();
        } catch (Exception failure) {
            LOG.debug("a lock was not released cleanly", failure);
        }
    }
}
