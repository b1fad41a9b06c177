/** Models for tests, here and in the gateway: one made up on the spot, one small and real. */
@NullMarked
package io.compuerta.engine.testing;

import org.jspecify.annotations.NullMarked;
