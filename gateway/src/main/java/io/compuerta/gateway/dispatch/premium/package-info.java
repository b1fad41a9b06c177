/** Providers outside this machine. */
@NullMarked
package io.compuerta.gateway.dispatch.premium;

import org.jspecify.annotations.NullMarked;
