package io.compuerta.engine.metrics;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineStatistics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The meters of one model of an engine. Counters exist from the start, so that the first event is not missed. */
final class EngineMeters {

    private static final double NANOS = 1e9;
    private static final String SECONDS = "seconds";
    private static final String BYTES = "bytes";

    private static final Duration[] WAIT_BUCKETS =
            millis(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10_240, 20_480, 40_960, 81_920);
    private static final Duration[] FIRST_TOKEN_BUCKETS = millis(
            1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000, 15_000, 30_000, 60_000);
    private static final Duration[] OUTPUT_TOKEN_BUCKETS =
            millis(10, 25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 2500);

    /** How a request ends. */
    enum Outcome {
        FINISHED,
        LENGTH,
        CANCELLED,
        OVERLOADED,
        /** The request asked for what the model cannot do, or was too long. */
        REFUSED,
        FAILED
    }

    private final MeterRegistry registry;
    private final ChatEngine engine;
    private final String model;
    private final boolean own;
    private final Tags tags;
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final List<Meter> readings = new ArrayList<>();
    private final Timer queueWait;
    private final Timer firstToken;
    private final Timer outputToken;

    /** @param own whether it is the engine's own model, which also stands for the process */
    EngineMeters(MeterRegistry registry, ChatEngine engine, String model, boolean own) {
        this.registry = registry;
        this.engine = engine;
        this.model = model;
        this.own = own;
        this.tags = Tags.of("model", model);
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    registry.counter(
                            EngineMetric.REQUESTS.meter(),
                            tags.and("outcome", outcome.name().toLowerCase(Locale.ROOT))));
        }
        queueWait = timer(EngineMetric.QUEUE_WAIT, WAIT_BUCKETS);
        firstToken = timer(EngineMetric.FIRST_TOKEN, FIRST_TOKEN_BUCKETS);
        outputToken = timer(EngineMetric.OUTPUT_TOKEN, OUTPUT_TOKEN_BUCKETS);
        gauges();
        totals();
    }

    private void gauges() {
        gauge(EngineMetric.SLOTS, "", EngineStatistics::slots);
        gauge(EngineMetric.BUSY_SLOTS, "", EngineStatistics::busySlots);
        gauge(EngineMetric.QUEUED, "", EngineStatistics::queued);
        gauge(EngineMetric.PARKED, "", EngineStatistics::parked);
        gauge(EngineMetric.KV_USED, "", EngineStatistics::cacheUsedTokens);
        gauge(EngineMetric.KV_SIZE, "", EngineStatistics::cacheTokens);
        gauge(EngineMetric.LOAD_TIME, SECONDS, statistics -> statistics.loadNanos() / NANOS);
        gauge(EngineMetric.MODEL_SIZE, BYTES, EngineStatistics::modelBytes);
        if (own) {
            gauge(EngineMetric.RESIDENT, BYTES, statistics -> ResidentMemory.bytes());
        }
    }

    private void totals() {
        total(
                EngineMetric.PROMPT_TOKENS,
                tags.and("source", "read"),
                "",
                statistics -> statistics.promptTokens() - statistics.cachedTokens());
        total(EngineMetric.PROMPT_TOKENS, tags.and("source", "cache"), "", EngineStatistics::cachedTokens);
        total(EngineMetric.COMPLETION_TOKENS, tags, "", EngineStatistics::completionTokens);
        total(EngineMetric.UNENFORCED_TOOLS, tags, "", EngineStatistics::unenforcedTools);
        total(EngineMetric.PREFILL_TIME, tags, SECONDS, statistics -> statistics.prefillNanos() / NANOS);
        total(EngineMetric.DECODE_TIME, tags, SECONDS, statistics -> statistics.decodeNanos() / NANOS);
    }

    String model() {
        return model;
    }

    void ended(Outcome outcome) {
        Counter counter = outcomes.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void queueWait(Duration waited) {
        queueWait.record(waited);
    }

    void firstToken(Duration waited) {
        firstToken.record(waited);
    }

    void outputToken(Duration each) {
        outputToken.record(each);
    }

    private EngineStatistics now(ChatEngine source) {
        return own ? source.statistics() : source.statistics(model);
    }

    /** Another model took this one's place: what is read from the engine is that one's now. */
    void removeReadings() {
        readings.forEach(registry::remove);
    }

    private void gauge(EngineMetric metric, String unit, ToDoubleFunction<EngineStatistics> reading) {
        readings.add(Gauge.builder(metric.meter(), engine, source -> reading.applyAsDouble(now(source)))
                .tags(tags)
                .baseUnit(unit.isEmpty() ? null : unit)
                .strongReference(true)
                .register(registry));
    }

    private void total(EngineMetric metric, Tags labels, String unit, ToDoubleFunction<EngineStatistics> reading) {
        readings.add(FunctionCounter.builder(metric.meter(), engine, source -> reading.applyAsDouble(now(source)))
                .tags(labels)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(registry));
    }

    private Timer timer(EngineMetric metric, Duration[] buckets) {
        return Timer.builder(metric.meter())
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] millis(int... values) {
        return IntStream.of(values).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
