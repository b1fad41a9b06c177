package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.TokenCount;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The last stage, which wraps the ones after admission: whatever becomes of a call, its reservation is settled once and
 * it is booked once, on completion, error and cancellation alike.
 */
public final class Accounting {

    private final Supplier<PriceBook> prices;
    private final UserPseudonyms pseudonyms;
    private final Predicate<String> knownModel;
    private final Clock clock;
    private final List<Consumer<LedgerEntry>> books;
    private final WholeBooking.Books whole = new Whole();

    /**
     * @param prices     those in force, asked once for each request
     * @param knownModel whether a model id that a caller wrote may be repeated in books; others could be anything
     * @param books      where each entry goes: ledger, log, metrics
     */
    public Accounting(
            Supplier<PriceBook> prices,
            UserPseudonyms pseudonyms,
            Predicate<String> knownModel,
            Clock clock,
            List<Consumer<LedgerEntry>> books) {
        this.prices = prices;
        this.pseudonyms = pseudonyms;
        this.knownModel = knownModel;
        this.clock = clock;
        this.books = List.copyOf(books);
    }

    /** The answer with {@link io.compuerta.gateway.pipeline.AnswerEvent.Billed} at its end, or the error as it was. */
    public Mono<Answer> book(AdmittedCall call, Mono<Answer> answer) {
        return Mono.defer(() -> {
            Booking booking = new Booking(call, clock.instant(), prices.get(), pseudonyms, knownModel, this::enter);
            return answer.map(found -> found.mapEvents(events -> booking.follow(found, events)))
                    .doOnError(booking::refused)
                    .doOnCancel(booking::abandoned);
        });
    }

    /**
     * For work that is done in one piece.
     *
     * @param work settled and booked when it comes; a failed or abandoned one gives its reservation back
     */
    public <W, A> Mono<A> book(CallSheet call, Mono<WholeWork<W>> work, WholeWork.Bill<W, A> bill) {
        return Mono.defer(() -> {
            WholeBooking booking = new WholeBooking(call, clock.instant(), whole);
            return work.map(done -> bill.of(done.result(), done.origin(), booking.done(done)))
                    .doOnError(booking::failed)
                    .doOnCancel(booking::abandoned);
        });
    }

    private final class Whole implements WholeBooking.Books {

        @Override
        public String shownModel(String asked) {
            return knownModel.test(asked) ? asked : "other";
        }

        @Override
        public String userDigest(CallSheet call) {
            return pseudonyms.of(
                    call.identity().caller().tenant(), call.identity().caller().user());
        }

        @Override
        public Cost cost(WholeWork<?> work, Instant at) {
            return prices.get().cost(work.origin().model(), work.tokens(), TokenCount.REPORTED, at);
        }

        @Override
        public void enter(LedgerEntry entry) {
            Accounting.this.enter(entry);
        }
    }

    private void enter(LedgerEntry entry) {
        books.forEach(book -> book.accept(entry));
    }
}
