/** Keeps the share of requests that the local model answers where the policy wants it (ADR-0016). */
@NullMarked
package io.compuerta.policy.share;

import org.jspecify.annotations.NullMarked;
