/** Measures what the gateway adds to a request: whole processes on loopback, ratios within one run. */
@NullMarked
package io.compuerta.gateway.bench;

import org.jspecify.annotations.NullMarked;
