package io.compuerta.gateway.observe;

import io.compuerta.policy.share.ShareStatus;
import io.compuerta.policy.share.ShareSteering;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
        gauge(Metric.SHARE_TARGET, scope, steering, ShareStatus::target);
        gauge(Metric.SHARE_REALISED, scope, steering, ShareStatus::realised);
        gauge(Metric.SHARE_THRESHOLD, scope, steering, ShareStatus::threshold);
        gauge(Metric.SHARE_DRIFT, scope, steering, ShareStatus::drift);
        counter(Metric.SHARE_OVERRIDES, scope, Tags.of("to", "local"), steering, ShareStatus::keptLocal);
        counter(Metric.SHARE_OVERRIDES, scope, Tags.of("to", "premium"), steering, ShareStatus::sentToPremium);
        counter(Metric.SHARE_DRIFT_ALARMS, scope, Tags.empty(), steering, ShareStatus::driftAlarms);
    }

    private void gauge(Metric metric, String scope, ShareSteering steering, ToDoubleFunction<ShareStatus> value) {
        Gauge.builder(metric.meter(), steering, s -> value(s, scope, value))
                .tag(TENANT, scope)
                .register(registry);
    }

    private void counter(
            Metric metric, String scope, Tags more, ShareSteering steering, ToDoubleFunction<ShareStatus> value) {
        FunctionCounter.builder(metric.meter(), steering, s -> value(s, scope, value))
                .tag(TENANT, scope)
                .tags(more)
                .register(registry);
    }

    private static double value(ShareSteering steering, String scope, ToDoubleFunction<ShareStatus> value) {
        return steering.status(scope).map(value::applyAsDouble).orElse(Double.NaN);
    }
}
