package io.compuerta.engine.llama;

/** Says which tokens may come next. */
@FunctionalInterface
interface TokenFilter {

    /** @return for each of the tokens whether it may be next; changes nothing */
    boolean[] allows(int[] tokens);
}
