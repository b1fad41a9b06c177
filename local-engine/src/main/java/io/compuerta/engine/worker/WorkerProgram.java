package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;

/** What a worker runs. Implementations are public and have a public constructor without parameters. */
public interface WorkerProgram {

    /**
     * Called once, in the worker. Should return soon and prepare in the background, as its engine's health tells.
     *
     * @param configuration as it was handed to {@link WorkerEngine}
     */
    ChatEngine open(String configuration);
}
