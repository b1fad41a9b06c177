/** What a request cost: usage, price, saving, the ledger. */
@NullMarked
package io.compuerta.gateway.accounting;

import org.jspecify.annotations.NullMarked;
