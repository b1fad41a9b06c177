/** Sentence embeddings by ONNX Runtime through DJL. Nothing outside this package knows DJL. */
@NullMarked
package io.compuerta.engine.djl;

import org.jspecify.annotations.NullMarked;
