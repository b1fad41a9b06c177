/** Metrics and the one log line per request, never user text. */
@NullMarked
package io.compuerta.gateway.observe;

import org.jspecify.annotations.NullMarked;
