/**
 * Reversible anonymization: personal data becomes placeholders before a text may leave or be cached, and placeholders
 * become personal data again in the answer, in streams and in tool arguments too. Pure text logic, linear in the text,
 * without Spring or Reactor.
 *
 * <p>Reading order: {@link io.compuerta.gateway.privacy.Anonymizer} builds a {@link
 * io.compuerta.gateway.privacy.Vault}; {@link io.compuerta.gateway.privacy.Restorer} and {@link
 * io.compuerta.gateway.privacy.StreamRestorer} read it. {@code PlaceholderMatcher} holds what counts as a placeholder.
 */
@NullMarked
package io.compuerta.gateway.privacy;

import org.jspecify.annotations.NullMarked;
