package io.compuerta.gateway.observe;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.signal.firewall.FirewallVerdict;
import io.compuerta.policy.signal.pii.PiiType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Everything the gateway counts, by the names in {@link Metric}. Tags come from configuration files and closed lists
 * only: never a user, a prompt, a key or a model name as a caller wrote it.
 */
public final class GatewayMetrics {

    private static final String NONE = "none";

    private static final Duration[] DURATION_BUCKETS =
            buckets(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 40960, 81920);
    private static final Duration[] FIRST_TOKEN_BUCKETS =
            buckets(1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000, 15000, 30000, 60000);

    private final MeterRegistry registry;

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Books a request that ended. */
    public void request(LedgerEntry entry) {
        String route = entry.origin().map(Origin::kind).orElse(NONE);
        String model = entry.origin().map(o -> o.model().toString()).orElse(NONE);
        String provider = entry.origin().map(o -> o.model().provider()).orElse(NONE);
        String cache = entry.origin().map(o -> o.cache().word()).orElse(NONE);
        count(
                Metric.REQUESTS,
                1,
                Tags.of(
                        "tenant",
                        entry.tenant(),
                        "route",
                        route,
                        "provider",
                        provider,
                        "model",
                        model,
                        "cache",
                        cache,
                        "outcome",
                        entry.outcome().word(),
                        "error_type",
                        entry.errorCode().orElse(NONE)));
        timer(Metric.DURATION, Tags.of("route", route), DURATION_BUCKETS).record(entry.duration());
        entry.firstToken()
                .ifPresent(first -> timer(Metric.FIRST_TOKEN, Tags.of("route", route), FIRST_TOKEN_BUCKETS)
                        .record(first));
        tokens(entry, route, provider, model);
        money(entry, route, provider, model);
    }

    private void tokens(LedgerEntry entry, String route, String provider, String model) {
        Tags tags = Tags.of("route", route, "provider", provider, "model", model);
        long cached = entry.tokens().cachedPrompt();
        count(Metric.TOKENS, entry.tokens().prompt() - cached, tags.and("token_type", "input"));
        count(Metric.TOKENS, cached, tags.and("token_type", "cached_input"));
        count(Metric.TOKENS, entry.tokens().completion(), tags.and("token_type", "output"));
    }

    private void money(LedgerEntry entry, String route, String provider, String model) {
        entry.cost().ifPresent(cost -> {
            if (cost instanceof Cost.Unknown) {
                count(Metric.UNPRICED, 1, Tags.of("model", model));
            }
            double usd = cost.amount().map(NanoUsd::toUsdDouble).orElse(0.0);
            count(
                    Metric.COST,
                    usd,
                    Tags.of("tenant", entry.tenant(), "route", route, "provider", provider, "model", model));
        });
        // A counter cannot go down, so a request dearer than the baseline is counted on its own.
        entry.saved().map(NanoUsd::toUsdDouble).ifPresent(usd -> {
            boolean hit = entry.origin()
                    .filter(o -> o.cache() == Origin.CacheStatus.HIT)
                    .isPresent();
            Tags tags = Tags.of("tenant", entry.tenant(), "reason", hit ? "cache" : route);
            count(usd < 0 ? Metric.OVERSPENT : Metric.SAVED, Math.abs(usd), tags);
        });
    }

    public void decided(RouteDecision decision) {
        String target = switch (decision) {
            case RouteDecision.Serve serve -> serve.first().target();
            case RouteDecision.Refuse refuse -> "refused";
        };
        count(Metric.DECISIONS, 1, Tags.of("rule", decision.rule(), "target", target));
    }

    public void fallback(Route from, Route to, String reason) {
        count(
                Metric.FALLBACKS,
                1,
                Tags.of("from", from.model().toString(), "to", to.model().toString(), "reason", reason));
    }

    public void cache(AnswerCache.Result result) {
        count(Metric.CACHE, 1, Tags.of("kind", "exact", "result", result.name().toLowerCase(Locale.ROOT)));
    }

    public void firewall(FirewallVerdict verdict) {
        if (verdict.blocked()) {
            guardrail(
                    "firewall", "block", verdict.kind().map(kind -> kind.word()).orElse("attack"));
        }
    }

    /** A call that was stopped because an original value stood in its outgoing bytes. */
    public void leakStopped(Set<PiiType> types) {
        types.forEach(type -> guardrail("egress", "block", type.name()));
    }

    private void guardrail(String guardrail, String action, String kind) {
        count(Metric.GUARDRAILS, 1, Tags.of("guardrail", guardrail, "action", action, "kind", kind));
    }

    public void rateLimited() {
        count(Metric.RATE_LIMITED, 1, Tags.empty());
    }

    /** Something gave way so that the request could go on: limits in memory, a cache that failed, lost ledger entries. */
    public void degraded(String part) {
        count(Metric.DEGRADED, 1, Tags.of("part", part));
    }

    private void count(Metric metric, double amount, Tags tags) {
        registry.counter(metric.meter(), tags).increment(amount);
    }

    private Timer timer(Metric metric, Tags tags, Duration[] buckets) {
        return Timer.builder(metric.meter())
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static Duration[] buckets(int... millis) {
        Duration[] buckets = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            buckets[i] = Duration.ofMillis(millis[i]);
        }
        return buckets;
    }
}
