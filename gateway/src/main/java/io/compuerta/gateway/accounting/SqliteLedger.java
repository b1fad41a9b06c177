package io.compuerta.gateway.accounting;

import io.compuerta.gateway.egress.EgressBook;
import io.compuerta.gateway.egress.EgressRecord;
import io.compuerta.gateway.subject.ErasedRows;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.gateway.subject.SubjectBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The embedded ledger: one SQLite file in write-ahead mode, one writer thread, entries in batches (ADR-0010). Requests,
 * records of what left (ADR-0020) and erasures go through the same queue, so an erasure finds all that came before it.
 */
public final class SqliteLedger implements Ledger, EgressBook, SubjectBook {

    /** Its name within the data directory. */
    public static final String FILE_NAME = "ledger.db";

    private static final Logger log = LoggerFactory.getLogger(SqliteLedger.class);

    private static final int QUEUE = 20_000;
    private static final int BATCH = 2_000;

    /** Entries that come within this time share a commit, which costs more than they do. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final SQLiteDataSource source;
    private final RequestRow requests;
    private final Erasures erasures;
    private final Losses losses;

    /** Without a lock: event loops put entries in. */
    private final BlockingQueue<Work> queue = new LinkedTransferQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread writer;
    private volatile boolean closed;

    /** Told of what could not be written. It stays in the log, which holds the same fields. */
    public interface Losses {

        void request(LedgerEntry entry);

        void egress(EgressRecord record);
    }

    /**
     * Opens the file, making or upgrading its tables.
     *
     * @param policyVersion in force, for requests that were refused before a policy decided them
     * @param priceVersion  in force
     * @param erasures      shared with whatever else keeps something of users
     * @throws LedgerUnavailable naming the file and what to do
     */
    public SqliteLedger(
            Path file,
            Supplier<String> policyVersion,
            Supplier<String> priceVersion,
            Erasures erasures,
            Losses losses) {
        this.requests = new RequestRow(policyVersion, priceVersion);
        this.erasures = erasures;
        this.losses = losses;
        this.source = open(file);
        this.writer = Thread.ofPlatform().name("ledger").daemon().start(this::run);
    }

    /** The ledger's file cannot be used. */
    public static final class LedgerUnavailable extends RuntimeException {
        LedgerUnavailable(String message) {
            super(message);
        }
    }

    private static SQLiteDataSource open(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(5_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/ledger")
                    .load()
                    .migrate();
        } catch (IOException | org.flywaydb.core.api.FlywayException e) {
            throw new LedgerUnavailable(
                    "the ledger " + file + " cannot be opened (" + e.getClass().getSimpleName()
                            + "); check that its directory is writable, or name another with compuerta.data-dir");
        }
        return source;
    }

    @Override
    public void write(LedgerEntry entry) {
        take(new Work.Request(entry, System.nanoTime() - entry.duration().toNanos()));
    }

    @Override
    public CompletableFuture<Void> keep(EgressRecord record, long receivedNanos, boolean awaited) {
        Work.Egress work = new Work.Egress(record, receivedNanos, awaited, new CompletableFuture<>());
        take(work);
        return work.kept();
    }

    @Override
    public CompletableFuture<ErasedRows> erase(Subject subject) {
        Work.Erase work = new Work.Erase(subject, new CompletableFuture<>());
        take(work);
        return work.done();
    }

    private void take(Work work) {
        if (closed || !offer(work)) {
            lost(work);
        } else if (work.awaited()) {
            LockSupport.unpark(writer);
        }
    }

    private boolean offer(Work work) {
        if (waiting.incrementAndGet() > QUEUE) {
            waiting.decrementAndGet();
            return false;
        }
        return queue.add(work);
    }

    private void lost(Work work) {
        switch (work) {
            case Work.Request row -> losses.request(row.entry());
            case Work.Egress row -> {
                // Somebody who took it back does not miss it.
                if (row.kept().completeExceptionally(new NotKept())) {
                    losses.egress(row.record());
                }
            }
            case Work.Erase erase -> erase.done().completeExceptionally(new NotKept());
        }
    }

    /** The queue is full, the disk is, or the gateway is going down. */
    static final class NotKept extends RuntimeException {
        NotKept() {
            super("the ledger could not write it", null, false, false);
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Work> batch = new ArrayList<>(BATCH);
        LedgerPen pen = new LedgerPen(source, requests, erasures, this::lost);
        while (!closed || !queue.isEmpty()) {
            try {
                Work first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    batch.add(first);
                    gather(first);
                }
            } catch (InterruptedException e) {
                // Closing: go round once more to write what waits.
            }
            queue.drainTo(batch, BATCH - batch.size());
            if (!batch.isEmpty()) {
                waiting.addAndGet(-batch.size());
                write(batch, pen);
                batch.clear();
            }
        }
        pen.drop();
    }

    /** Nothing that happens to one batch may end the thread: all later entries would wait for ever. */
    private void write(List<Work> batch, LedgerPen pen) {
        try {
            pen.write(batch);
        } catch (Throwable e) {
            log.error("a batch of the ledger failed: {}", e.getClass().getName());
            pen.drop();
            for (Work work : batch) {
                giveUp(work);
            }
        }
    }

    private void giveUp(Work work) {
        try {
            lost(work);
        } catch (RuntimeException | Error e) {
            log.error("a lost entry could not be counted: {}", e.getClass().getName());
        }
    }

    /** Lets others join, unless one of them is waited for: its arrival ends the pause. */
    private static void gather(Work first) {
        if (!first.awaited()) {
            LockSupport.parkNanos(GATHERING.toNanos());
        }
    }
}
