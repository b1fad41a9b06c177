package io.compuerta.engine.embed;

import io.compuerta.engine.Embedding;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A loaded model. In a pool of one thread that thread alone loads, uses and closes it; in a larger one several threads use
 * it at once.
 */
public interface SentenceModel extends AutoCloseable {

    /**
     * Embeds the first of some texts: as many as the model likes to take in one go, at least one. Blocks while the model
     * computes.
     *
     * @param texts    not empty
     * @param unwanted whether nobody waits for the answer any more; asked between steps, so that a long text can be left
     * @return the vectors of the first texts, in order
     */
    List<Embedding> embed(List<String> texts, BooleanSupplier unwanted);

    /** Gives the native memory back; nobody may use it then. */
    @Override
    void close();
}
