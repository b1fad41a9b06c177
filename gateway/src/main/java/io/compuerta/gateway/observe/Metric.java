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
    /** The local share the policy wants. */
    SHARE_TARGET("gateway.share.target"),
    /** The local share of the newest eligible decisions. */
    SHARE_REALISED("gateway.share.realised"),
    /** The complexity above which requests go to premium now. */
    SHARE_THRESHOLD("gateway.share.threshold"),
    /** Requests sent where the share wanted them and not where their complexity did. */
    SHARE_OVERRIDES("gateway.share.overrides"),
    /** Distance between the newest scores and the older ones. */
    SHARE_DRIFT("gateway.share.drift"),
    /** Times that distance became an alarm. */
    SHARE_DRIFT_ALARMS("gateway.share.drift.alarms"),
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
    /** Ratings that were kept. */
    FEEDBACK("gateway.feedback"),
    /** New versions of configuration files, by whether they were taken. */
    CONFIG_RELOADS("gateway.config.reload"),
    /** 1 while the file on the disk is the one in force. */
    CONFIG_IN_FORCE("gateway.config.in.force"),
    /** 1 for the version in force. */
    CONFIG_VERSION("gateway.config.version"),
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
