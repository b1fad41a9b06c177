/** {@code explain}: what every detector says of a question and where the policy would send it, without calling a model. */
@NullMarked
package io.compuerta.gateway.cli.explain;

import org.jspecify.annotations.NullMarked;
