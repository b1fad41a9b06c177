package io.compuerta.gateway.observe;

import io.compuerta.policy.share.ShareStatus;
import io.compuerta.policy.share.ShareSteering;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** How the local share stands, read at each scrape. */
public final class ShareMeters {

    private static final String TENANT = "tenant";

    private final MeterRegistry registry;

    public ShareMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Shows a share.
     *
     * @param scope a tenant of the configuration, or {@link ShareSteering#ALL}
     */
    public void watch(String scope, ShareSteering steering) {
        watch(scope, steering, itself -> itself);
    }

    /**
     * Shows a share whose steering may be exchanged for another. Showing it again changes nothing.
     *
     * @param holder of the steering; held weakly, as meters hold what they read
     */
    public <H> void watch(String scope, H holder, Function<H, ShareSteering> steering) {
        Shown<H> shown = new Shown<>(scope, holder, steering);
        gauge(Metric.SHARE_TARGET, shown, ShareStatus::target);
        gauge(Metric.SHARE_REALISED, shown, ShareStatus::realised);
        gauge(Metric.SHARE_THRESHOLD, shown, ShareStatus::threshold);
        gauge(Metric.SHARE_DRIFT, shown, ShareStatus::drift);
        counter(Metric.SHARE_OVERRIDES, shown, Tags.of("to", "local"), ShareStatus::keptLocal);
        counter(Metric.SHARE_OVERRIDES, shown, Tags.of("to", "premium"), ShareStatus::sentToPremium);
        counter(Metric.SHARE_DRIFT_ALARMS, shown, Tags.empty(), ShareStatus::driftAlarms);
    }

    private record Shown<H>(String scope, H holder, Function<H, ShareSteering> steering) {

        private ToDoubleFunction<H> value(ToDoubleFunction<ShareStatus> value) {
            // Not through this record, which would hold strongly what the meter holds weakly.
            Function<H, ShareSteering> read = steering;
            String named = scope;
            return holder ->
                    read.apply(holder).status(named).map(value::applyAsDouble).orElse(Double.NaN);
        }
    }

    private <H> void gauge(Metric metric, Shown<H> shown, ToDoubleFunction<ShareStatus> value) {
        Gauge.builder(metric.meter(), shown.holder(), shown.value(value))
                .tag(TENANT, shown.scope())
                .register(registry);
    }

    private <H> void counter(Metric metric, Shown<H> shown, Tags more, ToDoubleFunction<ShareStatus> value) {
        FunctionCounter.builder(metric.meter(), shown.holder(), shown.value(value))
                .tag(TENANT, shown.scope())
                .tags(more)
                .register(registry);
    }
}
