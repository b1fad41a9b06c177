package io.compuerta.engine.model;

/** What a search for a model gave. */
public sealed interface ModelLookup {

    /** @param model whole, and of a kind that can be loaded */
    record Found(StoredModel model) implements ModelLookup {}

    /** @param advice one line for people: what is missing and what to do */
    record Missing(String advice) implements ModelLookup {}
}
