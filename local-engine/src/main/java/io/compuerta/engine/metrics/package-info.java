/** What an engine does and how it stands, in Micrometer's meters: a decorator around any engine. */
@NullMarked
package io.compuerta.engine.metrics;

import org.jspecify.annotations.NullMarked;
