package io.compuerta.gateway.feedback;

import io.compuerta.gateway.auth.ApiKey;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.limit.Reservation;
import io.compuerta.gateway.pipeline.GatewayError;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import reactor.core.publisher.Mono;

/** The path of a rating: a known key, its limits, and a request of the same tenant. */
public final class FeedbackPipeline {

    /** The ledger writes requests down a moment after their answer, and a program may rate it at once. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private static final int FURTHER_LOOKS = 3;

    /** Least that a bucket can be asked for; given back, since no model reads anything. */
    private static final long TOKENS = 1;

    private final Authenticator auth;
    private final Limits limits;
    private final RatingBook book;
    private final BiConsumer<String, StoredRating> counter;

    /** @param counter told the tenant and each rating that was kept */
    FeedbackPipeline(Authenticator auth, Limits limits, RatingBook book, BiConsumer<String, StoredRating> counter) {
        this.auth = auth;
        this.limits = limits;
        this.book = book;
        this.counter = counter;
    }

    /**
     * A rating that was kept.
     *
     * @param standing what the limits headers tell
     */
    public record Receipt(StoredRating stored, Reservation.Standing standing) {}

    /** @return the receipt, or a {@link GatewayError}: the same for a request that another tenant made and one nobody made */
    public Mono<Receipt> take(FeedbackCall call) {
        return auth.identify(call.presentedKey(), Optional.empty())
                .flatMap(caller -> limits.reserve(caller, TOKENS)
                        .flatMap(room -> keep(caller.key(), call.rating())
                                .map(stored -> new Receipt(stored, room.standing()))
                                // Also when nothing was found: else ids could be guessed without limit.
                                .doFinally(end -> room.settle(0))));
    }

    private Mono<StoredRating> keep(ApiKey key, Rating rating) {
        return book.keep(key.tenant(), rating)
                .repeatWhenEmpty(again -> again.take(FURTHER_LOOKS).delayElements(BETWEEN_LOOKS))
                .switchIfEmpty(Mono.error(GatewayError.UnknownRequest::new))
                .doOnNext(stored -> counter.accept(key.tenant(), stored));
    }
}
