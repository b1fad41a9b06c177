/** Looks at the beginning of a local answer before anything is sent, and takes the question elsewhere when in doubt. */
@NullMarked
package io.compuerta.gateway.dispatch.cascade;

import org.jspecify.annotations.NullMarked;
