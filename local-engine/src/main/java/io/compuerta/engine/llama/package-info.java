/** The binding to llama.cpp over java.lang.foreign; the only package that touches native code. */
@NullMarked
package io.compuerta.engine.llama;

import org.jspecify.annotations.NullMarked;
