/** The Spring Boot application. The request path is {@link io.compuerta.gateway.pipeline.ChatPipeline}: start there. */
@NullMarked
package io.compuerta.gateway;

import org.jspecify.annotations.NullMarked;
