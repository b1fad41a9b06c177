package io.compuerta.gateway.observe;

import io.compuerta.gateway.config.LiveFile;
import io.compuerta.gateway.config.LiveFile.Outcome;
import io.compuerta.gateway.config.LiveFile.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;

/** Which versions of the configuration's files are in force, and what came of changing them. */
final class ConfigMeters {

    private static final String FILE = "file";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    ConfigMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Follows the file from now on. */
    void watch(LiveFile<?> live) {
        Standing start = live.standing();
        Tags file = Tags.of(FILE, start.file());
        for (Outcome outcome : Outcome.values()) {
            registry.counter(Metric.CONFIG_RELOADS.meter(), file.and(OUTCOME, outcome.word()))
                    .increment(0);
        }
        Gauge.builder(Metric.CONFIG_IN_FORCE.meter(), live, f -> f.standing().isCurrent() ? 1 : 0)
                .tags(file)
                .register(registry);
        MultiGauge versions =
                MultiGauge.builder(Metric.CONFIG_VERSION.meter()).tags(file).register(registry);
        version(versions, start);
        live.onAttempt(standing -> {
            registry.counter(
                            Metric.CONFIG_RELOADS.meter(),
                            file.and(OUTCOME, standing.last().outcome().word()))
                    .increment();
            version(versions, standing);
        });
    }

    private static void version(MultiGauge versions, Standing standing) {
        versions.register(List.of(MultiGauge.Row.of(Tags.of("version", standing.version()), 1)), true);
    }
}
