/** Carries a decided call to a model: candidates in order, retries and fallback until the first token. */
@NullMarked
package io.compuerta.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
