package io.compuerta.gateway.accounting;

import io.compuerta.gateway.accounting.LedgerEntry.Outcome;
import io.compuerta.gateway.pipeline.AdmittedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.privacy.UserPseudonyms;
import io.compuerta.policy.money.Cost;
import io.compuerta.policy.money.NanoUsd;
import io.compuerta.policy.money.PriceBook;
import io.compuerta.policy.money.TokenCount;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.TokenEstimate;
import io.compuerta.policy.signal.pii.PiiType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** One call's account, from admission to whatever ends it. Events come one at a time; the end is taken once. */
final class Booking {

    private final AdmittedCall call;
    private final Instant receivedAt;
    private final PriceBook prices;
    private final UserPseudonyms pseudonyms;
    private final Predicate<String> knownModel;
    private final Consumer<LedgerEntry> book;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Optional<Origin> origin = Optional.empty();
    private Optional<Signals> signals = Optional.empty();
    private Set<PiiType> pii = Set.of();
    private Optional<Duration> firstToken = Optional.empty();
    private Optional<TokenUsage> reported = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private Optional<AnswerEvent.Discarded> discarded = Optional.empty();
    private final Set<String> guarded = new TreeSet<>();
    private long answerTokens;

    Booking(
            AdmittedCall call,
            Instant receivedAt,
            PriceBook prices,
            UserPseudonyms pseudonyms,
            Predicate<String> knownModel,
            Consumer<LedgerEntry> book) {
        this.call = call;
        this.receivedAt = receivedAt;
        this.prices = prices;
        this.pseudonyms = pseudonyms;
        this.knownModel = knownModel;
        this.book = book;
    }

    /** A stage said no: nothing was used. */
    void refused(Throwable cause) {
        failure = Optional.of(cause);
        end(outcome(cause));
    }

    /** The caller went away before there was an answer to follow. */
    void abandoned() {
        end(Outcome.CANCELLED);
    }

    Flux<AnswerEvent> follow(Answer answer, Flux<AnswerEvent> events) {
        signals = answer.signals();
        pii = answer.call().pii();
        return events.doOnNext(this::note)
                .concatWith(Mono.fromSupplier(this::bill))
                .doOnError(e -> failure = Optional.of(e))
                .doFinally(this::end);
    }

    private void note(AnswerEvent event) {
        switch (event) {
            case AnswerEvent.Begin begin -> {
                origin = Optional.of(begin.origin());
                firstToken = Optional.of(elapsed());
            }
            case AnswerEvent.Discarded work ->
                discarded = Optional.of(work).filter(d -> d.tokens().total() > 0);
            case AnswerEvent.Usage usage -> reported = Optional.of(usage.tokens());
            case AnswerEvent.Text t -> answerTokens += TokenEstimate.of(t.text());
            case AnswerEvent.Reasoning r -> answerTokens += TokenEstimate.of(r.text());
            case AnswerEvent.Refusal r -> answerTokens += TokenEstimate.of(r.text());
            case AnswerEvent.ToolArguments a -> answerTokens += TokenEstimate.of(a.fragment());
            case AnswerEvent.Guarded g -> {
                guarded.add(g.words());
                answerTokens += g.withheld();
            }
            case AnswerEvent.ToolCall c -> {}
            case AnswerEvent.Finish f -> {}
            case AnswerEvent.Billed b -> {}
        }
    }

    private AnswerEvent bill() {
        TokenUsage tokens = tokens();
        return new AnswerEvent.Billed(tokens, cost(tokens).orElseGet(() -> new Cost.Unknown("nobody answered")));
    }

    private void end(SignalType signal) {
        switch (signal) {
            case ON_COMPLETE -> end(Outcome.OK);
            case CANCEL -> end(Outcome.CANCELLED);
            default -> end(failure.map(Booking::outcome).orElse(Outcome.ERROR));
        }
    }

    /** The gateway's or a provider's fault is an error; the caller's is a refusal. */
    static Outcome outcome(Throwable cause) {
        boolean refused = cause instanceof GatewayError error
                && error.status() < 500
                && !(error instanceof GatewayError.UpstreamFailed);
        return refused ? Outcome.REFUSED : Outcome.ERROR;
    }

    private void end(Outcome outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        boolean worked = origin.isPresent();
        TokenUsage tokens = worked ? tokens() : TokenUsage.NONE;
        long others = discarded.map(work -> work.tokens().total()).orElse(0L);
        if (worked || others > 0) {
            call.reservation().settle(tokens.total() + others);
        } else {
            call.reservation().release();
        }
        Optional<Cost> cost = cost(tokens);
        Optional<NanoUsd> saved = cost.filter(c -> outcome == Outcome.OK)
                .flatMap(actual -> prices.savings(actual, tokens, count(), receivedAt))
                .map(savings -> savings.saved());
        String asked = call.request().model();
        book.accept(new LedgerEntry(
                call.call().requestId(),
                receivedAt,
                call.caller().tenant(),
                call.authenticated().key().id(),
                pseudonyms.of(call.caller().tenant(), call.caller().user()),
                LedgerEntry.Operation.CHAT,
                knownModel.test(asked) ? asked : "other",
                outcome,
                failure.map(Booking::code),
                origin,
                call.request().stream(),
                tokens,
                cost,
                saved,
                signals,
                pii,
                firstToken,
                elapsed(),
                discarded.map(work -> new LedgerEntry.Discarded(work.route().model(), work.tokens(), cost(work))),
                guarded));
    }

    /** A cache hit calls nobody and costs nothing. Tokens of a broken-off answer are estimated: they were paid for. */
    private Optional<Cost> cost(TokenUsage tokens) {
        Optional<Cost> answer = origin.map(known -> known.cache() == Origin.CacheStatus.HIT
                ? new Cost.Priced(NanoUsd.ZERO, "cache")
                : prices.cost(known.route().model(), tokens, count(), receivedAt));
        Optional<Cost> others = discarded.map(this::cost);
        return answer.map(cost -> others.map(cost::plus).orElse(cost)).or(() -> others);
    }

    private Cost cost(AnswerEvent.Discarded work) {
        return prices.cost(work.route().model(), work.tokens(), work.count(), receivedAt);
    }

    private TokenCount count() {
        return reported.isPresent() ? TokenCount.REPORTED : TokenCount.ESTIMATED;
    }

    private TokenUsage tokens() {
        return reported.orElseGet(
                () -> TokenUsage.of(TokenEstimate.of(call.request().conversation()), answerTokens));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - call.call().receivedNanos());
    }

    static String code(Throwable cause) {
        return cause instanceof GatewayError error ? error.code() : "internal_error";
    }
}
