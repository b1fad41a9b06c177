/** Any provider that speaks OpenAI's chat API. */
@NullMarked
package io.compuerta.gateway.dispatch.premium.openai;

import org.jspecify.annotations.NullMarked;
