/** The command line: serve, explain, models, policy, version, bench. */
@NullMarked
package io.compuerta.gateway.cli;

import org.jspecify.annotations.NullMarked;
