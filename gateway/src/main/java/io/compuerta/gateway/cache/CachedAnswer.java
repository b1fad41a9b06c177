package io.compuerta.gateway.cache;

import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;

/**
 * An answer kept for later, with placeholders where personal data stood.
 *
 * @param route the candidate that gave it
 * @param model the model that really gave it
 * @param rule  the policy rule that sent it there
 */
record CachedAnswer(Route route, ModelId model, String rule, CompleteAnswer answer) {}
