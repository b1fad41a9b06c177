/** {@code router}: how well complexity scores fit what people found, and corrections fitted to it. */
@NullMarked
package io.compuerta.gateway.cli.router;

import org.jspecify.annotations.NullMarked;
