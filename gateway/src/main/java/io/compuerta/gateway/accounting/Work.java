package io.compuerta.gateway.accounting;

import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.Subject;
import java.util.concurrent.CompletableFuture;

/** What waits for the ledger's writer. It is done in the order in which it was handed over. */
sealed interface Work {

    /** Whether somebody waits for it, so that it should not wait for company. */
    default boolean awaited() {
        return false;
    }

    /** @param receivedNanos {@link System#nanoTime()} at the request's arrival */
    record Request(LedgerEntry entry, long receivedNanos) implements Work {

        Subject subject() {
            return new Subject(entry.tenant(), entry.userDigest());
        }
    }

    /** @param kept cancelled by whoever does not want it any more */
    record Egress(EgressRecord record, long receivedNanos, boolean awaited, CompletableFuture<Void> kept)
            implements Work {

        Subject subject() {
            return new Subject(record.tenant(), record.userDigest());
        }
    }

    /** Takes a subject out of all that came before. */
    record Erase(Subject subject, CompletableFuture<ErasedRows> done) implements Work {

        @Override
        public boolean awaited() {
            return true;
        }
    }
}
