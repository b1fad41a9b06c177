/** From signals and policy to a route, with the reason. */
@NullMarked
package io.compuerta.policy.decide;

import org.jspecify.annotations.NullMarked;
