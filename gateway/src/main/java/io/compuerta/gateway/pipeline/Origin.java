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
 * @param cascade   what became of the local answer that was looked at; empty when none was
 */
public record Origin(
        Route route, ModelId model, String rule, CacheStatus cache, int fallbacks, Optional<CascadeVerdict> cascade) {

    public Origin(Route route, ModelId model, String rule, CacheStatus cache, int fallbacks) {
        this(route, model, rule, cache, fallbacks, Optional.empty());
    }

    public Origin withCache(CacheStatus other) {
        return new Origin(route, model, rule, other, fallbacks, cascade);
    }

    public Origin withCascade(CascadeVerdict verdict) {
        return new Origin(route, model, rule, cache, fallbacks, Optional.of(verdict));
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
