/** Past requests under another policy: where they would have gone, and for how much. */
@NullMarked
package io.compuerta.policy.simulate;

import org.jspecify.annotations.NullMarked;
