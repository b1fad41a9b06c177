package io.compuerta.gateway.accounting;

/** Where requests are written down for good. Thread-safe; never blocks the caller. */
public interface Ledger extends AutoCloseable {

    /** Hands an entry over to be written soon. */
    void write(LedgerEntry entry);

    /** Writes what is still waiting. */
    @Override
    void close();
}
