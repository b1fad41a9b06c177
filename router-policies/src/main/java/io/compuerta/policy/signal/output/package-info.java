/** What an answer must not say: a system prompt, secrets, placeholders of others, listed phrases. Found as the text comes. */
@NullMarked
package io.compuerta.policy.signal.output;

import org.jspecify.annotations.NullMarked;
