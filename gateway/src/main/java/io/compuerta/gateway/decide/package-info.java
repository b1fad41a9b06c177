/** Asks the policy in force where a request may go. */
@NullMarked
package io.compuerta.gateway.decide;

import org.jspecify.annotations.NullMarked;
