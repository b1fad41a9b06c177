/** Trains and evaluates what the package ships as weights; nothing here is part of the product. */
@NullMarked
package io.compuerta.policy.signal.pii.training;

import org.jspecify.annotations.NullMarked;
