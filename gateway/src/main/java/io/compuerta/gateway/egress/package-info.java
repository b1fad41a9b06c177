/** The way out: the last check on outgoing bytes, and the record of what left, for whom and to whom. */
@NullMarked
package io.compuerta.gateway.egress;

import org.jspecify.annotations.NullMarked;
