/** {@code compuerta egress}: what left, from the ledger. */
@NullMarked
package io.compuerta.gateway.cli.egress;

import org.jspecify.annotations.NullMarked;
