/** The OpenAI dialect on the wire: reading requests, writing answers, chunks and errors. */
@NullMarked
package io.compuerta.gateway.edge.openai;

import org.jspecify.annotations.NullMarked;
