/**
 * The engine in a process of its own, which may crash, hang or be killed without taking the gateway along. {@link
 * io.compuerta.engine.worker.WorkerEngine} is the gateway's side, {@link io.compuerta.engine.worker.WorkerMain} the
 * other; between them frames of JSON on a Unix domain socket.
 */
@NullMarked
package io.compuerta.engine.worker;

import org.jspecify.annotations.NullMarked;
