package io.compuerta.engine.model;

/** Hears how a transfer advances. Called by the thread that transfers, often. */
@FunctionalInterface
public interface PullProgress {

    PullProgress SILENT = (file, bytes, totalBytes) -> {};

    /**
     * @param file       the file's name
     * @param bytes      that are there, those of an earlier attempt included
     * @param totalBytes of the file, or -1 if unknown
     */
    void at(String file, long bytes, long totalBytes);

    /** Another process fetches the same file; this one waits for it. Told once. */
    default void waiting(String file) {}
}
