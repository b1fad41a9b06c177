/** {@code privacy}: looks for personal data and secrets in files, for people and for programs. */
@NullMarked
package io.compuerta.gateway.cli.privacy;

import org.jspecify.annotations.NullMarked;
