/** What is known of a request before it is routed: complexity, sensitivity, attacks, personal data, size. */
@NullMarked
package io.compuerta.policy.signal;

import org.jspecify.annotations.NullMarked;
