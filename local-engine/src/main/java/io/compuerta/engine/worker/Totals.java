package io.compuerta.engine.worker;

import io.compuerta.engine.EngineStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each model did, counts going on over the deaths of workers. Written by one thread, read by any. */
final class Totals {

    private final Map<String, EngineStatistics> now = new ConcurrentHashMap<>();
    private final Map<String, EngineStatistics> ofTheDead = new HashMap<>();

    /** Grows whenever a model does something. */
    static long work(List<ToGateway.Standing> standings) {
        return standings.stream()
                .map(ToGateway.Standing::statistics)
                .mapToLong(model -> model.promptTokens() + model.completionTokens())
                .sum();
    }

    /** The worker's own counts, which begin with it. */
    void told(List<ToGateway.Standing> standings) {
        for (ToGateway.Standing told : standings) {
            EngineStatistics before = ofTheDead.getOrDefault(told.model(), EngineStatistics.NONE);
            now.put(told.model(), told.statistics().after(before));
        }
    }

    /** The worker is gone: nothing runs, and the next one's counts are added to those so far. */
    void workerDied() {
        now.replaceAll((model, last) -> EngineStatistics.NONE.after(last));
        ofTheDead.putAll(now);
    }

    EngineStatistics of(String model) {
        return now.getOrDefault(model, EngineStatistics.NONE);
    }
}
