package io.compuerta.gateway.observe;

/** The gateway's own meters. Dashboards and alerts are tested against a live scrape of these. */
enum Metric {
    /** Requests that ended. */
    REQUESTS("gateway.requests"),
    /** From the first byte received to the last sent: what the caller felt. */
    DURATION("gen_ai.server.request.duration"),
    /** From the first byte received to the first of the answer. */
    FIRST_TOKEN("gen_ai.server.time_to_first_token"),
    /** Tokens by kind; the kinds do not overlap, so they may be summed. */
    TOKENS("gateway.tokens"),
    /** Dollars spent. */
    COST("gateway.cost.usd"),
    /** Dollars the baseline model would have cost more. */
    SAVED("gateway.cost.saved.usd"),
    /** Dollars the baseline model would have cost less. */
    OVERSPENT("gateway.cost.overspent.usd"),
    /** Requests whose cost is unknown because the model has no price. */
    UNPRICED("gateway.unpriced.requests"),
    /** What the policy decided. */
    DECISIONS("gateway.routing.decisions"),
    /** Candidates that failed, and the one tried next. */
    FALLBACKS("gateway.fallbacks"),
    /** Local answers that a cascade looked at, and what became of them. */
    CASCADE("gateway.cascade"),
    /** Cache look-ups. */
    CACHE("gateway.cache.lookups"),
    /** What firewall and privacy stopped. */
    GUARDRAILS("gateway.guardrail.actions"),
    /** Requests over a limit. */
    RATE_LIMITED("gateway.ratelimit.rejections"),
    /** Parts that gave way. */
    DEGRADED("gateway.degraded");

    private final String meter;

    Metric(String meter) {
        this.meter = meter;
    }

    String meter() {
        return meter;
    }
}
