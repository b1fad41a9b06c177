package io.compuerta.gateway.accounting;

import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.money.PriceBook;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * The last stage, which wraps the ones after admission: whatever becomes of a call, its reservation is settled once and
 * it is booked once, on completion, error and cancellation alike.
 */
public final class Accounting {

    private final PriceBook prices;
    private final UserPseudonyms pseudonyms;
    private final Predicate<String> knownModel;
    private final Clock clock;
    private final List<Consumer<LedgerEntry>> books;

    /**
     * @param knownModel whether a model id that a caller wrote may be repeated in books; others could be anything
     * @param books      where each entry goes: ledger, log, metrics
     */
    public Accounting(
            PriceBook prices,
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
            Booking booking = new Booking(call, clock.instant(), prices, pseudonyms, knownModel, this::enter);
            return answer.map(found -> found.mapEvents(events -> booking.follow(found, events)))
                    .doOnError(booking::refused)
                    .doOnCancel(booking::abandoned);
        });
    }

    private void enter(LedgerEntry entry) {
        books.forEach(book -> book.accept(entry));
    }
}
