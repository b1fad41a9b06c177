package io.compuerta.gateway.observe;

import io.compuerta.gateway.accounting.LedgerEntry;
import io.compuerta.gateway.accounting.LedgerEntry.Outcome;
import io.compuerta.gateway.cache.AnswerCache;
import io.compuerta.gateway.pipeline.CascadeVerdict;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.decide.RouteDecision;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.privacy.PrivacyAction;
import io.compuerta.policy.signal.firewall.AttackKind;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.pii.PiiType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Everything the gateway counts, by the names in {@link Metric}. Tags come from configuration files and closed lists
 * only: never a user, a prompt, a key or a model name as a caller wrote it.
 */
public final class GatewayMetrics {

    private static final String NONE = "none";
    private static final String LOCAL = "local";
    private static final String PREMIUM = "premium";
    private static final String CACHE_HIT = "cache";

    private static final Duration[] DURATION_BUCKETS =
            buckets(10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 10240, 20480, 40960, 81920);
    private static final Duration[] FIRST_TOKEN_BUCKETS =
            buckets(1, 5, 10, 20, 40, 60, 80, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000, 15000, 30000, 60000);

    private final MeterRegistry registry;

    public GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
        startAtZero();
    }

    /** What can give way while requests go on. */
    public enum Part {
        CLASSIFY,
        EGRESS,
        /** The firewall's second opinion. */
        GUARD,
        LEDGER,
        LIMITS,
        MEANING
    }

    /**
     * Counters of closed lists exist from the start. Prometheus' {@code increase} takes a series' first value for its
     * origin, so an alert on one that appears with its first event would miss that event.
     */
    private void startAtZero() {
        for (Part part : Part.values()) {
            count(Metric.DEGRADED, 0, part(part));
        }
        for (AnswerCache.Result result : AnswerCache.Result.values()) {
            count(Metric.CACHE, 0, lookup(result));
        }
        for (AttackKind kind : AttackKind.values()) {
            for (String origin : List.of("user", "tool-result", "document")) {
                count(Metric.GUARDRAILS, 0, firewallAction("block", Optional.of(kind), origin));
            }
        }
        for (PiiType type : PiiType.values()) {
            count(Metric.GUARDRAILS, 0, guardrail("egress", "block", type.name()));
            count(Metric.GUARDRAILS, 0, guardrail("privacy", PrivacyAction.BLOCK.word(), type.name()));
            count(Metric.GUARDRAILS, 0, guardrail("privacy", PrivacyAction.ROUTE_LOCAL.word(), type.name()));
        }
        for (CascadeVerdict verdict : CascadeVerdict.values()) {
            count(Metric.CASCADE, 0, cascade(verdict));
        }
        for (LeakKind kind : LeakKind.values()) {
            count(Metric.GUARDRAILS, 0, guardrail("output", LeakAction.CUT.word(), kind.word()));
            count(Metric.GUARDRAILS, 0, guardrail("output", LeakAction.FLAG.word(), kind.word()));
        }
        count(Metric.GUARDRAILS, 0, guardrail("output", "error", NONE));
        count(Metric.RATE_LIMITED, 0, Tags.empty());
        count(Metric.FALLBACKS, 0, Tags.of("from", NONE, "to", NONE, "reason", NONE));
    }

    /** Starts the counters that the configuration's tenants and premium models will need, for the same reason. */
    public void startAtZero(Collection<String> tenants, Collection<ModelId> models) {
        for (ModelId model : models) {
            count(Metric.UNPRICED, 0, Tags.of("model", model.toString()));
        }
        for (String tenant : tenants) {
            for (ModelId model : models) {
                count(Metric.COST, 0, spent(tenant, PREMIUM, model.provider(), model.toString()));
            }
            for (String reason : List.of(LOCAL, PREMIUM, CACHE_HIT)) {
                count(Metric.SAVED, 0, Tags.of("tenant", tenant, "reason", reason));
                count(Metric.OVERSPENT, 0, Tags.of("tenant", tenant, "reason", reason));
            }
            count(Metric.REQUESTS, 0, ended(tenant, NONE, NONE, NONE, NONE, Outcome.ERROR, "internal_error"));
        }
    }

    /** Books a request that ended. */
    public void request(LedgerEntry entry) {
        String route = entry.route().orElse(NONE);
        String model = entry.origin().map(o -> o.model().toString()).orElse(NONE);
        String provider = entry.origin().map(o -> o.model().provider()).orElse(NONE);
        String cache = entry.origin().map(o -> o.cache().word()).orElse(NONE);
        String error = entry.errorCode().orElse(NONE);
        count(Metric.REQUESTS, 1, ended(entry.tenant(), route, provider, model, cache, entry.outcome(), error));
        timer(Metric.DURATION, Tags.of("route", route), DURATION_BUCKETS).record(entry.duration());
        entry.firstToken()
                .ifPresent(first -> timer(Metric.FIRST_TOKEN, Tags.of("route", route), FIRST_TOKEN_BUCKETS)
                        .record(first));
        tokens(entry.tokens(), route, provider, model);
        money(entry, route, provider, model);
        entry.discarded().ifPresent(work -> discarded(entry.tenant(), work));
        entry.origin().flatMap(Origin::cascade).ifPresent(verdict -> count(Metric.CASCADE, 1, cascade(verdict)));
    }

    private void discarded(String tenant, LedgerEntry.Discarded work) {
        String provider = work.model().provider();
        String model = work.model().toString();
        tokens(work.tokens(), LOCAL, provider, model);
        double usd = work.cost().amount().map(NanoUsd::toUsdDouble).orElse(0.0);
        count(Metric.COST, usd, spent(tenant, LOCAL, provider, model));
    }

    private void tokens(TokenUsage tokens, String route, String provider, String model) {
        Tags tags = Tags.of("route", route, "provider", provider, "model", model);
        long cached = tokens.cachedPrompt();
        count(Metric.TOKENS, tokens.prompt() - cached, tags.and("token_type", "input"));
        count(Metric.TOKENS, cached, tags.and("token_type", "cached_input"));
        count(Metric.TOKENS, tokens.completion(), tags.and("token_type", "output"));
    }

    private void money(LedgerEntry entry, String route, String provider, String model) {
        entry.cost().ifPresent(cost -> {
            if (cost instanceof Cost.Unknown) {
                count(Metric.UNPRICED, 1, Tags.of("model", model));
            }
            double usd = entry.answerCost().map(NanoUsd::toUsdDouble).orElse(0.0);
            count(Metric.COST, usd, spent(entry.tenant(), route, provider, model));
        });
        // A counter cannot go down, so a request dearer than the baseline is counted on its own.
        entry.saved().map(NanoUsd::toUsdDouble).ifPresent(usd -> {
            boolean hit = entry.origin()
                    .filter(o -> o.cache() == Origin.CacheStatus.HIT)
                    .isPresent();
            Tags tags = Tags.of("tenant", entry.tenant(), "reason", hit ? CACHE_HIT : route);
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
        count(Metric.CACHE, 1, lookup(result));
    }

    /** What became of an attack. @param origin user, tool-result or document */
    public void firewall(String action, Optional<AttackKind> kind, String origin) {
        count(Metric.GUARDRAILS, 1, firewallAction(action, kind, origin));
    }

    /** A call that was stopped because an original value stood in its outgoing bytes. */
    public void leakStopped(Set<PiiType> types) {
        types.forEach(type -> count(Metric.GUARDRAILS, 1, guardrail("egress", "block", type.name())));
    }

    /** What became of the kinds of personal data in a call; a call that is refused counts for what refused it only. */
    public void personalData(PrivacyAction action, Set<PiiType> types) {
        types.forEach(type -> count(Metric.GUARDRAILS, 1, guardrail("privacy", action.word(), type.name())));
    }

    /** Something that an answer must not say. */
    public void leaked(LeakKind kind, LeakAction action) {
        count(Metric.GUARDRAILS, 1, guardrail("output", action.word(), kind.word()));
    }

    /** An answer that could not be watched and therefore ended. */
    public void outputUnchecked() {
        count(Metric.GUARDRAILS, 1, guardrail("output", "error", NONE));
    }

    /** A rating of an answer. @param verdict good, mixed or poor */
    public void rated(String tenant, String route, String verdict) {
        count(Metric.FEEDBACK, 1, Tags.of("tenant", tenant, "route", route, "rating", verdict));
    }

    public void rateLimited() {
        count(Metric.RATE_LIMITED, 1, Tags.empty());
    }

    /** Something gave way so that the request could go on: limits in memory, a cache that failed, lost ledger entries or records of what left. */
    public void degraded(Part part) {
        count(Metric.DEGRADED, 1, part(part));
    }

    private static Tags ended(
            String tenant, String route, String provider, String model, String cache, Outcome outcome, String error) {
        return spent(tenant, route, provider, model)
                .and("cache", cache, "outcome", outcome.word(), "error_type", error);
    }

    private static Tags spent(String tenant, String route, String provider, String model) {
        return Tags.of("tenant", tenant, "route", route, "provider", provider, "model", model);
    }

    private static Tags lookup(AnswerCache.Result result) {
        return Tags.of("kind", "exact", "result", result.name().toLowerCase(Locale.ROOT));
    }

    private static Tags firewallAction(String action, Optional<AttackKind> kind, String origin) {
        return guardrail("firewall", action, kind.map(AttackKind::word).orElse("attack"), origin);
    }

    private static Tags guardrail(String guardrail, String action, String kind) {
        return guardrail(guardrail, action, kind, NONE);
    }

    /** Prometheus wants the same tags of every series of a name. */
    private static Tags guardrail(String guardrail, String action, String kind, String origin) {
        return Tags.of("guardrail", guardrail, "action", action, "kind", kind, "origin", origin);
    }

    private static Tags cascade(CascadeVerdict verdict) {
        return Tags.of("verdict", verdict.word(), "reason", verdict.reason());
    }

    private static Tags part(Part part) {
        return Tags.of("part", part.name().toLowerCase(Locale.ROOT));
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
