/** The request path in one place: {@link io.compuerta.gateway.pipeline.ChatPipeline} and the values its stages hand on. */
@NullMarked
package io.compuerta.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
