package io.compuerta.engine.djl;

import io.compuerta.engine.Embedding;

/** A loaded model. Several threads may use it at once. */
interface SentenceModel extends AutoCloseable {

    /** Blocks while the model computes. */
    Embedding embed(String text);

    /** Gives the native memory back; nobody may use it then. */
    @Override
    void close();
}
