package io.compuerta.gateway.cache;

import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;

/**
 * An answer kept for later, with placeholders where personal data stood. Flat words only, since this is what stands in
 * Redis: it must be read again by whichever version of the gateway comes next.
 *
 * @param local     whether the embedded engine gave it
 * @param target    the policy's name for the candidate that gave it
 * @param candidate the model that was to answer
 * @param model     the model that really answered
 * @param rule      the policy rule that sent it there
 */
record CachedAnswer(boolean local, String target, String candidate, String model, String rule, CompleteAnswer answer) {

    static CachedAnswer of(Origin origin, CompleteAnswer answer) {
        return new CachedAnswer(
                origin.route() instanceof Route.Local,
                origin.route().target(),
                origin.route().model().toString(),
                origin.model().toString(),
                origin.rule(),
                answer);
    }

    /**
     * Where the answer came from, as a request that hits is told.
     *
     * @param policy under whose version it was kept
     */
    Origin asHit(String policy) {
        ModelId asked = ModelId.parse(candidate);
        Route route = local ? new Route.Local(target, asked) : new Route.Premium(target, asked);
        return new Origin(route, ModelId.parse(model), rule, Origin.CacheStatus.HIT, 0, policy);
    }
}
