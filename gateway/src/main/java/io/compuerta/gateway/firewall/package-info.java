/** Stops hostile prompts before any model sees them. */
@NullMarked
package io.compuerta.gateway.firewall;

import org.jspecify.annotations.NullMarked;
