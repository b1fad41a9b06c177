/** How likely the local model's answer would be worse than a premium one: surface features, hashed n-grams, calibration. */
@NullMarked
package io.compuerta.policy.signal.complexity;

import org.jspecify.annotations.NullMarked;
