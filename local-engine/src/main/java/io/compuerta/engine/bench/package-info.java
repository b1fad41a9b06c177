/** How fast an engine is, told beside how fast its native library is. */
@NullMarked
package io.compuerta.engine.bench;

import org.jspecify.annotations.NullMarked;
