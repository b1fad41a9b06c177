/** Puts an engine together from settings: finds or fetches a model, loads it in the background, says how it stands. */
@NullMarked
package io.compuerta.engine.local;

import org.jspecify.annotations.NullMarked;
