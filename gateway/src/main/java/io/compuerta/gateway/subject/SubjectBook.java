package io.compuerta.gateway.subject;

import java.util.concurrent.CompletableFuture;

/** Books from which a subject can be taken out. Thread-safe; never blocks the caller. */
public interface SubjectBook {

    /**
     * Takes the subject out of everything that was handed over before, written or waiting. Amounts stay. Doing it again is
     * harmless and finds nothing.
     *
     * @return failed when it could not be done
     */
    CompletableFuture<ErasedRows> erase(Subject subject);
}
