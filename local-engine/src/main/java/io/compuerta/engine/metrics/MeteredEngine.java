package io.compuerta.engine.metrics;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Counts what an engine does, whatever kind it is. The meters of its own model appear as soon as anybody asks an
 * engine that is ready, those of another with the first request for it. Thread-safe.
 */
public final class MeteredEngine implements ChatEngine {

    private final ChatEngine engine;
    private final MeterRegistry registry;
    private final Map<String, EngineMeters> meters = new ConcurrentHashMap<>();
    private volatile String own = "";

    public MeteredEngine(ChatEngine engine, MeterRegistry registry) {
        this.engine = engine;
        this.registry = registry;
        health();
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Flux.defer(() -> {
            AnswerMeter meter = new AnswerMeter(() -> metersOf(request.model()));
            return engine.generate(request)
                    .doOnNext(meter::saw)
                    .doOnError(meter::failed)
                    .doOnCancel(meter::cancelled);
        });
    }

    @Override
    public List<String> models() {
        return engine.models();
    }

    @Override
    public EngineHealth health() {
        EngineHealth health = engine.health();
        if (health instanceof EngineHealth.Ready ready && !ready.model().equals(own)) {
            changeOwn(ready.model());
        }
        return health;
    }

    private synchronized void changeOwn(String model) {
        if (model.equals(own)) {
            return;
        }
        EngineMeters other = meters.remove(own);
        if (other != null) {
            other.removeReadings();
        }
        EngineMeters asAnother = meters.remove(model);
        if (asAnother != null) {
            asAnother.removeReadings();
        }
        meters.put(model, new EngineMeters(registry, engine, model, true));
        own = model;
    }

    /** As they are now: an engine may have become ready while its first request waited. What it does not have is its own. */
    private @Nullable EngineMeters metersOf(String asked) {
        if (own.isEmpty()) {
            health();
        }
        if (own.isEmpty()) {
            return null;
        }
        for (String model : asked.isEmpty() ? List.<String>of() : engine.plainModels()) {
            if (!model.equals(own) && (asked.equals(model) || asked.startsWith(model + ":"))) {
                return meters.computeIfAbsent(model, name -> new EngineMeters(registry, engine, name, false));
            }
        }
        return meters.get(own);
    }

    @Override
    public EngineStatistics statistics() {
        return engine.statistics();
    }

    @Override
    public EngineStatistics statistics(String model) {
        return engine.statistics(model);
    }

    @Override
    public void close() {
        engine.close();
    }
}
