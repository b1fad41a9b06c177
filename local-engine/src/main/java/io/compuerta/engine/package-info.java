/** Text generation inside this machine, behind one interface: {@link io.compuerta.engine.ChatEngine}. */
@NullMarked
package io.compuerta.engine;

import org.jspecify.annotations.NullMarked;
