package io.compuerta.gateway.output;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import io.compuerta.policy.signal.output.Watchlist;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The stage behind dispatch: what models answer is watched before it is kept or given (ADR-0021). It fails closed: an
 * answer that cannot be watched ends with {@link GatewayError.OutputUnchecked}.
 */
public final class OutputGuard {

    private static final Logger log = LoggerFactory.getLogger(OutputGuard.class);

    private final Supplier<OutputRules> rules;
    private final DetectorPool pool;
    private final Counter counter;

    /** @param rules those in force; a call is watched by the ones it began with */
    OutputGuard(Supplier<OutputRules> rules, DetectorPool pool, Counter counter) {
        this.rules = rules;
        this.pool = pool;
        this.counter = counter;
    }

    /** Where findings are counted. */
    interface Counter {

        void leaked(LeakKind kind, LeakAction action);

        void failed();
    }

    /** The same answer, ended where it gives something away. */
    public Answer watch(Answer answer) {
        AnonymizedCall call = answer.call();
        TenantRules own = rules.get().of(call.caller().tenant());
        return own.isOff()
                ? answer
                : answer.mapEvents(events -> watchlist(call, own).flatMapMany(list -> watched(call, list, events)));
    }

    private Mono<Watchlist> watchlist(AnonymizedCall call, TenantRules own) {
        return pool.run(CallWatchlist.length(call, own), () -> CallWatchlist.of(call, own))
                .onErrorMap(this::failed);
    }

    private Flux<AnswerEvent> watched(AnonymizedCall call, Watchlist list, Flux<AnswerEvent> events) {
        return new AnswerWatch(list, call.original(), counter::leaked, this::failed).watch(events);
    }

    /** The class alone: a message may quote the answer. */
    private GatewayError failed(Throwable cause) {
        log.error("an answer could not be watched: {}", cause.getClass().getName());
        counter.failed();
        return new GatewayError.OutputUnchecked();
    }
}
