package io.compuerta.engine.model;

/** What came of fetching a model. */
public sealed interface PullResult {

    /**
     * It is in the store.
     *
     * @param verified whether a checksum was known and held; if not, only the header was checked
     * @param proof    what was verified, in words for people
     */
    record Pulled(StoredModel model, boolean verified, String proof) implements PullResult {}

    /** @param reason one line for people */
    record Failed(String reason) implements PullResult {}
}
