package io.compuerta.engine.metrics;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Counts what an engine does, whatever kind it is. The meters appear with the model's name, as soon as anybody asks an
 * engine that is ready. Thread-safe.
 */
public final class MeteredEngine implements ChatEngine {

    private final ChatEngine engine;
    private final MeterRegistry registry;
    private volatile @Nullable EngineMeters meters;

    public MeteredEngine(ChatEngine engine, MeterRegistry registry) {
        this.engine = engine;
        this.registry = registry;
        health();
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Flux.defer(() -> {
            AnswerMeter meter = new AnswerMeter(this::present);
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
        if (health instanceof EngineHealth.Ready ready) {
            register(ready.model());
        }
        return health;
    }

    /** The meters as they are now: an engine may have become ready while its first request waited. */
    private @Nullable EngineMeters present() {
        if (meters == null) {
            health();
        }
        return meters;
    }

    private void register(String model) {
        EngineMeters known = meters;
        if (known == null || !known.model().equals(model)) {
            synchronized (this) {
                EngineMeters other = meters;
                if (other == null || !other.model().equals(model)) {
                    if (other != null) {
                        other.removeGauges();
                    }
                    meters = new EngineMeters(registry, engine, model);
                }
            }
        }
    }

    @Override
    public EngineStatistics statistics() {
        return engine.statistics();
    }

    @Override
    public void close() {
        engine.close();
    }
}
