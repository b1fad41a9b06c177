/** What callers thought of answers: taken from the tenant that asked, kept beside the ledger. */
@NullMarked
package io.compuerta.gateway.feedback;

import org.jspecify.annotations.NullMarked;
