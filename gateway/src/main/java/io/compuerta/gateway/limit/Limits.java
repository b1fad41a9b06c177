package io.compuerta.gateway.limit;

import io.compuerta.gateway.auth.Identity;
import io.compuerta.gateway.limit.Reservation.Standing;
import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.AuthenticatedCall;
import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.signal.TokenEstimate;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The second stage: takes a request and its estimated tokens out of the user's buckets before any work is done. */
public final class Limits {

    /** What an answer is reckoned at when the caller sets no maximum. */
    private static final int USUAL_ANSWER_TOKENS = 256;

    /** A wait that clients sit out by themselves. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(60);

    private final LimitStore store;
    private final Clock clock;
    private final UserNames names;
    private final Runnable onRejected;

    /** Names a tenant's user without telling who it is. */
    @FunctionalInterface
    interface UserNames {
        String of(String tenant, String user);
    }

    /** @param onRejected called for each request over a limit */
    Limits(LimitStore store, Clock clock, UserNames names, Runnable onRejected) {
        this.store = store;
        this.clock = clock;
        this.names = names;
        this.onRejected = onRejected;
    }

    /** @return the admitted call, or {@link GatewayError.RateLimited} */
    public Mono<AdmittedCall> admit(AuthenticatedCall call) {
        return reserve(new Identity(call.key(), call.caller()), estimate(call.request()))
                .map(reservation -> new AdmittedCall(call, reservation));
    }

    /**
     * Takes one request and the estimated tokens.
     *
     * @return what the caller must settle or release, or {@link GatewayError.RateLimited}
     */
    public Mono<Reservation> reserve(Identity caller, long estimate) {
        UserLimits limits = caller.key().limits();
        Optional<BucketConfiguration> requests = BucketShapes.requests(limits, clock);
        Optional<BucketConfiguration> tokens = BucketShapes.tokens(limits);
        if (requests.isEmpty() && tokens.isEmpty()) {
            return Mono.just(BucketReservation.unlimited());
        }
        // Digested, since the user may be a person's name or address and the bucket's name goes to Redis.
        String bucket =
                bucket(caller.key().id(), caller.key().tenant(), caller.caller().user());
        return handOver(() -> takeRequest(bucket, requests)
                .thenCompose(standing -> takeTokens(bucket, requests, tokens, estimate)
                        .thenApply(taken -> new BucketReservation(store, bucket, requests, tokens, taken, standing))));
    }

    /**
     * What the store has begun to take it takes, whether or not somebody still waits: the taking runs to its end, and what
     * nobody received then is given back.
     */
    private static Mono<Reservation> handOver(Supplier<CompletableFuture<Reservation>> taking) {
        return Mono.defer(() -> {
            CompletableFuture<Reservation> taken = taking.get();
            // A stage further down cancels its source even after it received the reservation, which is then its own.
            AtomicBoolean handed = new AtomicBoolean();
            return Mono.fromFuture(taken, true)
                    .doOnNext(reservation -> handed.set(true))
                    .doOnCancel(() -> {
                        var unused = taken.thenAccept(reservation -> {
                            if (handed.compareAndSet(false, true)) {
                                reservation.release();
                            }
                        });
                    });
        });
    }

    /**
     * Forgets what a user has used up, whose buckets are named after them.
     *
     * @param keys ids of the tenant's keys
     */
    public Mono<Void> forget(String tenant, String user, Collection<String> keys) {
        return Flux.fromIterable(keys)
                .map(key -> bucket(key, tenant, user))
                .flatMap(bucket -> Flux.just(requestBucket(bucket), tokenBucket(bucket)))
                .concatMap(bucket -> Mono.fromFuture(() -> store.forget(bucket)))
                .then();
    }

    private String bucket(String key, String tenant, String user) {
        return key + ":" + names.of(tenant, user);
    }

    private CompletableFuture<Standing> takeRequest(String bucket, Optional<BucketConfiguration> shape) {
        if (shape.isEmpty()) {
            return CompletableFuture.completedFuture(Standing.UNLIMITED);
        }
        return store.take(requestBucket(bucket), shape.get(), 1).thenApply(probe -> {
            if (!probe.isConsumed()) {
                throw limited("requests", probe);
            }
            return new Standing(
                    OptionalLong.of(BucketShapes.capacity(shape.get())),
                    probe.getRemainingTokens(),
                    Duration.ofNanos(probe.getNanosToWaitForReset()));
        });
    }

    private CompletableFuture<Long> takeTokens(
            String bucket, Optional<BucketConfiguration> requests, Optional<BucketConfiguration> shape, long estimate) {
        if (shape.isEmpty()) {
            return CompletableFuture.completedFuture(0L);
        }
        // An estimate above the whole bucket could never pass; such a request waits for a full one instead.
        long amount = Math.min(estimate, BucketShapes.capacity(shape.get()));
        return store.take(tokenBucket(bucket), shape.get(), amount).thenCompose(probe -> {
            if (probe.isConsumed()) {
                return CompletableFuture.completedFuture(amount);
            }
            CompletableFuture<Void> undo = requests.map(r -> store.giveBack(requestBucket(bucket), r, 1))
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
            return undo.thenApply(done -> {
                throw limited("tokens", probe);
            });
        });
    }

    private static long estimate(ChatRequest request) {
        return (long) TokenEstimate.of(request.conversation())
                + request.maxTokens().orElse(USUAL_ANSWER_TOKENS);
    }

    private GatewayError limited(String what, ConsumptionProbe probe) {
        onRejected.run();
        Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
        // Codex reads the wait from this very wording.
        String message = "Rate limit reached for " + what + ". Please try again in "
                + String.format(java.util.Locale.ROOT, "%.1f", wait.toMillis() / 1000.0) + "s.";
        return new GatewayError.RateLimited(message, wait, wait.compareTo(SHORT_WAIT) <= 0);
    }

    static String requestBucket(String bucket) {
        return "r:" + bucket;
    }

    static String tokenBucket(String bucket) {
        return "t:" + bucket;
    }
}
