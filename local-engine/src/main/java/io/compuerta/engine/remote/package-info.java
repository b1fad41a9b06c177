/**
 * A model server of one's own that speaks OpenAI's dialect, behind the engine's interface: it chooses among several by
 * load. Read {@link io.compuerta.engine.remote.RemoteEngine} first.
 */
@NullMarked
package io.compuerta.engine.remote;

import org.jspecify.annotations.NullMarked;
