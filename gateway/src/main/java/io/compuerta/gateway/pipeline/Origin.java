package io.compuerta.gateway.pipeline;

import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import java.util.Locale;
import java.util.Optional;

/**
 * Who answers and why: the decision as the response headers tell it.
 *
 * @param route     the candidate that answers; for a cache hit, the one that answered first
 * @param model     the model that really answers: for the local engine it may be a stand-in
 * @param rule      the policy rule that fired
 * @param cache     whether the answer was given before
 * @param fallbacks how many candidates failed before this one
 * @param policy    the version of the policy whose rule that is
 * @param cascade   what became of the local answer that was looked at; empty when none was
 */
public record Origin(
        Route route,
        ModelId model,
        String rule,
        CacheStatus cache,
        int fallbacks,
        String policy,
        Optional<CascadeVerdict> cascade) {

    /** What decided where no policy was asked. */
    public static final String NO_POLICY = "none";

    public Origin(Route route, ModelId model, String rule, CacheStatus cache, int fallbacks, String policy) {
        this(route, model, rule, cache, fallbacks, policy, Optional.empty());
    }

    public Origin withCache(CacheStatus other) {
        return new Origin(route, model, rule, other, fallbacks, policy, cascade);
    }

    public Origin withCascade(CascadeVerdict verdict) {
        return new Origin(route, model, rule, cache, fallbacks, policy, Optional.of(verdict));
    }

    /** What the cache did for a request. */
    public enum CacheStatus {
        HIT,
        MISS,
        /** The request may not be cached, or the caller asked not to. */
        BYPASS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The word of {@code x-compuerta-route}: the target's kind. */
    public String kind() {
        return switch (route) {
            case Route.Local l -> "local";
            case Route.Premium p -> "premium";
        };
    }
}
