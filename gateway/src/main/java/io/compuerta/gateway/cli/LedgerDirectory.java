package io.compuerta.gateway.cli;

import io.compuerta.gateway.accounting.SqliteLedger;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data} of commands that read the ledger. */
public final class LedgerDirectory {

    private final Home home;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory that holds ledger.db. Default: data/ beside the launcher, or $COMPUERTA_DATA.")
    private @Nullable Path data;

    public LedgerDirectory(Home home) {
        this.home = home;
    }

    /** The directory given, else the usual one. */
    public Path path() {
        return Optional.ofNullable(data).orElse(home.data());
    }

    /** The ledger's file, which need not be there. */
    public Path file() {
        return path().resolve(SqliteLedger.FILE_NAME);
    }
}
