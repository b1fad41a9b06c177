/** Anthropic's messages: a chat completion goes out in their form and the answer comes back in ours. */
@NullMarked
package io.compuerta.gateway.dispatch.premium.anthropic;

import org.jspecify.annotations.NullMarked;
