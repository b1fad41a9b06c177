/** {@code policy simulate}: the traffic of the past under a new policy. */
@NullMarked
package io.compuerta.gateway.cli.simulate;

import org.jspecify.annotations.NullMarked;
