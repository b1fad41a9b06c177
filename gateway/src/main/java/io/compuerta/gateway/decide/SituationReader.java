package io.compuerta.gateway.decide;

import io.compuerta.engine.EngineStatistics;
import io.compuerta.gateway.dispatch.ModelLoads;
import io.compuerta.gateway.dispatch.local.LocalModel;
import io.compuerta.gateway.dispatch.premium.Providers;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Situation;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.function.LongSupplier;

/** Reads how things stand, once for each decision. Thread-safe. */
final class SituationReader {

    private final Clock clock;
    private final Budgets budgets;
    private final LocalModel local;
    private final Providers providers;
    private final ModelLoads loads;
    private final LongSupplier lots;

    /** @param lots draws a number at random for each decision */
    SituationReader(
            Clock clock, Budgets budgets, LocalModel local, Providers providers, ModelLoads loads, LongSupplier lots) {
        this.clock = clock;
        this.budgets = budgets;
        this.local = local;
        this.providers = providers;
        this.loads = loads;
        this.lots = lots;
    }

    Situation now(Caller caller) {
        LocalDateTime time = LocalDateTime.now(clock);
        EngineStatistics engine = local.statistics();
        Set<String> healthy = providers.healthy();
        if (local.isAvailable()) {
            healthy.add(ModelId.LOCAL_PROVIDER);
        }
        return new Situation(
                time.getHour(),
                time.getDayOfWeek(),
                budgets.usdLeft(caller),
                engine.queued(),
                wait(engine),
                healthy,
                ComplexityScorer.DEFAULT_THRESHOLD,
                lots.getAsLong());
    }

    /** What callers waited lately, once more for each round of slots that already wait. */
    private Duration wait(EngineStatistics engine) {
        double rounds = (double) engine.queued() / Math.max(1, engine.slots());
        return Duration.ofNanos((long) (loads.localWait().toNanos() * (1 + rounds)));
    }
}
