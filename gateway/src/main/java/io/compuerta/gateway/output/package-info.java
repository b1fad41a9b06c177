/** Watches what models answer, before it is kept or given: system prompts, secrets, others' placeholders, listed phrases. */
@NullMarked
package io.compuerta.gateway.output;

import org.jspecify.annotations.NullMarked;
