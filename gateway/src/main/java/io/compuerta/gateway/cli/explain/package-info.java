/** {@code explain}: explanations of one question for people, or of a file of them for programs. */
@NullMarked
package io.compuerta.gateway.cli.explain;

import org.jspecify.annotations.NullMarked;
