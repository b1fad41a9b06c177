package io.compuerta.gateway.accounting;

import io.compuerta.gateway.accounting.LedgerEntry.Operation;
import io.compuerta.gateway.accounting.LedgerEntry.Outcome;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The account of a call that is answered in one piece. The first of its ends is booked. */
final class WholeBooking {

    private final CallSheet sheet;
    private final Instant receivedAt;
    private final Books books;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** What every entry needs. */
    interface Books {
        String shownModel(String asked);

        String userDigest(CallSheet sheet);

        Cost cost(WholeWork<?> work, Instant at);

        void enter(LedgerEntry entry);
    }

    WholeBooking(CallSheet sheet, Instant receivedAt, Books books) {
        this.sheet = sheet;
        this.receivedAt = receivedAt;
        this.books = books;
    }

    Cost done(WholeWork<?> work) {
        Cost cost = books.cost(work, receivedAt);
        if (ended.compareAndSet(false, true)) {
            sheet.reservation().settle(work.tokens().total());
            enter(Outcome.OK, Optional.empty(), Optional.of(work), Optional.of(cost));
        }
        return cost;
    }

    void failed(Throwable cause) {
        notDone(Booking.outcome(cause), Optional.of(Booking.code(cause)));
    }

    void abandoned() {
        notDone(Outcome.CANCELLED, Optional.empty());
    }

    private void notDone(Outcome outcome, Optional<String> error) {
        if (ended.compareAndSet(false, true)) {
            sheet.reservation().release();
            enter(outcome, error, Optional.empty(), Optional.empty());
        }
    }

    private void enter(Outcome outcome, Optional<String> error, Optional<WholeWork<?>> work, Optional<Cost> cost) {
        books.enter(new LedgerEntry(
                sheet.requestId(),
                receivedAt,
                sheet.identity().caller().tenant(),
                sheet.identity().key().id(),
                books.userDigest(sheet),
                Operation.EMBEDDINGS,
                books.shownModel(sheet.askedModel()),
                outcome,
                error,
                work.map(WholeWork::origin),
                false,
                work.map(WholeWork::tokens).orElse(TokenUsage.NONE),
                cost,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Duration.ofNanos(System.nanoTime() - sheet.receivedNanos()),
                Optional.empty(),
                Set.of()));
    }
}
