/** How sensitive a request is and what it is about. */
@NullMarked
package io.compuerta.policy.signal.topic;

import org.jspecify.annotations.NullMarked;
