/** Recognises hostile prompts: text normalisation, decoding, rules and a linear model, scored per window. */
@NullMarked
package io.compuerta.policy.signal.firewall;

import org.jspecify.annotations.NullMarked;
