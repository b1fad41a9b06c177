/** Tokens, prices and cost in whole nano-dollars. */
@NullMarked
package io.compuerta.policy.money;

import org.jspecify.annotations.NullMarked;
