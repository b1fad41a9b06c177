package io.compuerta.gateway.classify;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** From a call to the signals that policies see. Trouble here makes a request sensitive, never public. */
public final class Classifier {

    private static final Logger log = LoggerFactory.getLogger(Classifier.class);

    private final SignalReader reader;
    private final Meanings meanings;
    private final ToDoubleFunction<Caller> threshold;
    private final DetectorPool pool;
    private final Consumer<Throwable> failures;

    /**
     * @param threshold the complexity that parts a caller's easy questions from the hard ones now
     * @param failures  told each time that the conservative signals had to stand in
     */
    Classifier(
            SignalReader reader,
            Meanings meanings,
            ToDoubleFunction<Caller> threshold,
            DetectorPool pool,
            Consumer<Throwable> failures) {
        this.reader = reader;
        this.meanings = meanings;
        this.threshold = threshold;
        this.pool = pool;
        this.failures = failures;
    }

    public Mono<Signals> classify(AnonymizedCall call) {
        Conversation conversation = call.original().conversation();
        return pool.run(
                        conversation.length(),
                        () -> reader.read(
                                conversation, call.pii(), call.inspected().verdict()))
                .flatMap(draft -> meanings.of(
                                conversation.question(), draft.complexity(), threshold.applyAsDouble(call.caller()))
                        .map(draft::knowing)
                        .defaultIfEmpty(draft.onSurface()))
                .onErrorResume(e -> {
                    failures.accept(e);
                    log.warn(
                            "request {} could not be classified: {}",
                            call.call().requestId(),
                            e.getClass().getName());
                    return Mono.fromCallable(() ->
                            reader.conservative(conversation, call.inspected().verdict()));
                })
                .map(signals ->
                        call.call().labels().sensitivity().map(signals::atLeast).orElse(signals));
    }
}
