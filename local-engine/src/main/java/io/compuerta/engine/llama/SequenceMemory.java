package io.compuerta.engine.llama;

/** The attention caches of a context's sequences, one a slot, as the prefix cache needs them. */
interface SequenceMemory {

    /** Forgets everything a slot holds. */
    void clear(int slot);

    /**
     * Forgets what a slot holds from a position on.
     *
     * @return false if this memory cannot forget a part, as the recurrent part of hybrid models cannot; nothing has
     *     changed then
     */
    boolean keepFirst(int slot, int tokens);

    /** Makes a slot hold exactly what another one holds. Moves the whole cache of a slot, however little is in it. */
    void copy(int from, int to);
}
