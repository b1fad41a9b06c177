/** Finds personal data and secrets in text: one class per family, checksums where they exist. */
@NullMarked
package io.compuerta.policy.signal.pii;

import org.jspecify.annotations.NullMarked;
