/** Bytes in, bytes out: the gateway filter that receives {@code llm:} routes, request ids, error responses. */
@NullMarked
package io.compuerta.gateway.edge;

import org.jspecify.annotations.NullMarked;
