/** How well complexity scores fit what people found, and scores corrected by it for one tenant. */
@NullMarked
package io.compuerta.policy.calibrate;

import org.jspecify.annotations.NullMarked;
