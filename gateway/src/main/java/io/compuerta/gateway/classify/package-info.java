/** From a request to the signals that policies see. */
@NullMarked
package io.compuerta.gateway.classify;

import org.jspecify.annotations.NullMarked;
