/** The embedded engine as a provider. */
@NullMarked
package io.compuerta.gateway.dispatch.local;

import org.jspecify.annotations.NullMarked;
