/** Answers given before to the same question, kept without personal data. */
@NullMarked
package io.compuerta.gateway.cache;

import org.jspecify.annotations.NullMarked;
