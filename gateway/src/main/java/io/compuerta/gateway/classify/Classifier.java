package io.compuerta.gateway.classify;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.policy.calibrate.Calibrations;
import io.compuerta.policy.signal.Conversation;
import io.compuerta.policy.signal.Signals;
import io.compuerta.policy.signal.complexity.ComplexityScorer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** From a call to the signals that policies see. Trouble here makes a request sensitive, never public. */
public final class Classifier {

    private static final Logger log = LoggerFactory.getLogger(Classifier.class);

    private final SignalReader reader;
    private final Meanings meanings;
    private final Calibrations calibrations;
    private final DetectorPool pool;
    private final Consumer<Throwable> failures;

    /** @param failures told each time that the conservative signals had to stand in */
    Classifier(
            SignalReader reader,
            Meanings meanings,
            Calibrations calibrations,
            DetectorPool pool,
            Consumer<Throwable> failures) {
        this.reader = reader;
        this.meanings = meanings;
        this.calibrations = calibrations;
        this.pool = pool;
        this.failures = failures;
    }

    public Mono<Signals> classify(AnonymizedCall call) {
        Conversation conversation = call.original().conversation();
        String tenant = call.caller().tenant();
        double threshold = calibrations.shipped(tenant, ComplexityScorer.DEFAULT_THRESHOLD);
        return pool.run(
                        conversation.length(),
                        () -> reader.read(
                                conversation, call.pii(), call.inspected().verdict()))
                .flatMap(draft -> meanings.of(conversation.question(), draft.complexity(), threshold)
                        .map(draft::knowing)
                        .defaultIfEmpty(draft.onSurface()))
                .map(signals -> signals.with(calibrations.apply(tenant, signals.complexity())))
                .onErrorResume(e -> {
                    failures.accept(e);
                    log.warn(
                            "request {} could not be classified: {}",
                            call.call().requestId(),
                            e.getClass().getName());
                    return Mono.fromCallable(() ->
                            reader.conservative(conversation, call.inspected().verdict()));
                });
    }
}
