package io.compuerta.engine.model;

/** What came of fetching a model. */
public sealed interface PullResult {

    /**
     * It is in the store.
     *
     * @param verified whether a checksum was known and held; if not, only the header was checked
     */
    record Pulled(StoredModel model, boolean verified) implements PullResult {}

    /** @param reason one line for people */
    record Failed(String reason) implements PullResult {}
}
