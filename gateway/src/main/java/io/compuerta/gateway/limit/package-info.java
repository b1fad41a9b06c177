/** How much a user may ask for: requests and tokens, reserved before the work and settled after it. */
@NullMarked
package io.compuerta.gateway.limit;

import org.jspecify.annotations.NullMarked;
