/**
 * {@code POST /v1/embeddings}: a small pipeline beside the chat's. Read {@link io.compuerta.gateway.embed.EmbeddingPipeline}
 * first.
 */
@NullMarked
package io.compuerta.gateway.embed;

import org.jspecify.annotations.NullMarked;
