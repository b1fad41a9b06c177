/** The operator's own rules for personal data: {@code privacy.yaml}. */
@NullMarked
package io.compuerta.policy.privacy;

import org.jspecify.annotations.NullMarked;
