/** The routing policy as people write it (YAML), checked and compiled. */
@NullMarked
package io.compuerta.policy.rule;

import org.jspecify.annotations.NullMarked;
