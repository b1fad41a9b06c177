package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedding;
import io.compuerta.gateway.accounting.Accounting;
import io.compuerta.gateway.accounting.CallSheet;
import io.compuerta.gateway.accounting.WholeWork;
import io.compuerta.gateway.auth.Authenticator;
import io.compuerta.gateway.auth.Identity;
import io.compuerta.gateway.limit.Limits;
import io.compuerta.gateway.limit.Reservation;
import io.compuerta.policy.money.TokenUsage;
import reactor.core.publisher.Mono;

/**
 * The path of an embeddings request, with the chat's own stages for keys, limits and accounts.
 *
 * <p>There is no privacy stage and no firewall: the vectors are made inside this process, the text is neither stored nor
 * sent anywhere, and no model acts on it. Whoever lets a provider embed must put {@code privacy} between, as the chat does.
 */
public final class EmbeddingPipeline {

    private final Authenticator auth;
    private final Limits limits;
    private final LocalEmbeddings local;
    private final Accounting accounting;

    public EmbeddingPipeline(Authenticator auth, Limits limits, LocalEmbeddings local, Accounting accounting) {
        this.auth = auth;
        this.limits = limits;
        this.local = local;
        this.accounting = accounting;
    }

    /** @return the vectors, or a {@link io.compuerta.gateway.pipeline.GatewayError} */
    public Mono<EmbeddingAnswer> answer(EmbeddingCall received) {
        EmbeddingRequest request = received.request();
        return auth.identify(received.presentedKey(), request.user())
                .flatMap(caller -> limits.reserve(caller, request.estimatedTokens(local.maxTokens(request.model())))
                        .flatMap(reservation -> work(received, caller, reservation)));
    }

    private Mono<EmbeddingAnswer> work(EmbeddingCall received, Identity caller, Reservation reservation) {
        String asked = received.request().model();
        CallSheet sheet = new CallSheet(received.requestId(), received.receivedNanos(), caller, asked, reservation);
        return accounting.book(
                sheet,
                local.embed(received.request())
                        .map(vectors ->
                                new WholeWork<>(vectors, local.origin(asked), TokenUsage.of(tokens(vectors), 0))),
                (vectors, origin, cost) -> new EmbeddingAnswer(origin, vectors, reservation.standing(), cost));
    }

    private static int tokens(Iterable<Embedding> vectors) {
        int sum = 0;
        for (Embedding vector : vectors) {
            sum += vector.tokens();
        }
        return sum;
    }
}
