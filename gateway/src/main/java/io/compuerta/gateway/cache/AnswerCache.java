package io.compuerta.gateway.cache;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.pipeline.Origin.CacheStatus;
import io.compuerta.gateway.privacy.Syntax;
import io.compuerta.gateway.privacy.Vault;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.policy.decide.Caller;
import io.compuerta.policy.decide.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fifth stage: the same question again gets the same answer, without a model. Trouble here is a miss, counted. Only
 * complete answers are kept, with placeholders in the place of personal data (ADR-0005).
 */
public final class AnswerCache {

    private static final Logger log = LoggerFactory.getLogger(AnswerCache.class);

    private final Optional<CacheStore> store;
    private final Supplier<String> policyVersion;
    private final Supplier<String> outputVersion;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final Function<Caller, Subject> subjects;
    private final Erasures erasures;
    private final Consumer<Result> counter;

    /** What a look-up came to. */
    public enum Result {
        HIT,
        MISS,
        BYPASS,
        ERROR
    }

    /**
     * @param store         empty when caching is switched off
     * @param policyVersion of the policy in force now
     * @param outputVersion of the rules by which answers are watched now: under others they are watched anew
     * @param subjects      by what name an answer's user can be found again
     * @param erasures      whose answers are not wanted any more
     */
    AnswerCache(
            Optional<CacheStore> store,
            Supplier<String> policyVersion,
            Supplier<String> outputVersion,
            JsonMapper json,
            Function<Caller, Subject> subjects,
            Erasures erasures,
            Consumer<Result> counter) {
        this.store = store;
        this.policyVersion = policyVersion;
        this.outputVersion = outputVersion;
        // Made here: the mapper takes a lock when it meets a type for the first time, and requests come on event loops.
        this.reader = json.readerFor(CachedAnswer.class);
        this.writer = json.writerFor(CachedAnswer.class);
        this.subjects = subjects;
        this.erasures = erasures;
        this.counter = counter;
    }

    /**
     * Forgets every answer that was given to the subject.
     *
     * @return how many were kept; an error when the store cannot say that all are gone
     */
    public Mono<Long> erase(Subject subject) {
        return store.map(kept -> kept.erase(subject)).orElseGet(() -> Mono.just(0L));
    }

    /** @return the answer given before; empty for a miss */
    public Mono<Answer> find(AnonymizedCall call) {
        String policy = policyVersion.get();
        Optional<String> key = key(call, policy, outputVersion.get());
        if (key.isEmpty()) {
            counter.accept(Result.BYPASS);
            return Mono.empty();
        }
        return store.orElseThrow()
                .get(key.get())
                .map(bytes -> reader.<CachedAnswer>readValue(bytes))
                .filter(cached -> canRestore(cached.answer(), call))
                .map(cached -> hit(call, cached, policy))
                .doOnNext(answer -> counter.accept(Result.HIT))
                .switchIfEmpty(Mono.fromRunnable(() -> counter.accept(Result.MISS)))
                .onErrorResume(e -> {
                    counter.accept(Result.ERROR);
                    log.warn("the cache could not be read: {}", e.getClass().getName());
                    return Mono.empty();
                });
    }

    /** Keeps the answer if it comes to its end, and tells in its {@link Origin} whether caching was tried. */
    public Answer remember(Answer answer) {
        String output = outputVersion.get();
        if (key(answer.call(), policyVersion.get(), output).isEmpty()) {
            return answer.mapEvents(events -> events.map(AnswerCache::bypassed));
        }
        return answer.mapEvents(events -> Flux.defer(() -> {
            CompleteAnswer.Collector collector = new CompleteAnswer.Collector();
            Origin[] origin = new Origin[1];
            return events.doOnNext(event -> {
                        if (event instanceof AnswerEvent.Begin begin) {
                            origin[0] = begin.origin();
                        }
                        collector.add(event);
                    })
                    .concatWith(Mono.defer(() -> keep(answer.call(), origin[0], output, collector.complete()))
                            .then(Mono.empty()));
        }));
    }

    private Optional<String> key(AnonymizedCall call, String policy, String output) {
        return store.isEmpty() ? Optional.empty() : CacheKey.of(call, policy, output);
    }

    private Mono<Void> keep(AnonymizedCall call, Origin origin, String output, CompleteAnswer answer) {
        if (answer.choices().stream().anyMatch(choice -> choice.finish() == FinishReason.CONTENT_FILTER)) {
            // Cut off by the output guard or by the provider: not the whole answer.
            return Mono.empty();
        }
        Optional<CompleteAnswer> storable = switch (origin.route()) {
            case Route.Premium p -> Optional.of(answer);
            // The local model saw the originals, so its answer may hold them.
            case Route.Local l -> anonymized(answer, call);
        };
        // Under the policy that decided it, which by now may be another than the one in force.
        Optional<String> key = key(call, origin.policy(), output);
        return Mono.justOrEmpty(storable)
                .map(found -> writer.writeValueAsBytes(CachedAnswer.of(origin, found)))
                .flatMap(bytes -> put(call, key.orElseThrow(), bytes))
                .onErrorResume(e -> {
                    counter.accept(Result.ERROR);
                    log.warn("an answer could not be kept: {}", e.getClass().getName());
                    return Mono.empty();
                });
    }

    /** Looks for an erasure after storing: whichever of the two comes last takes the answer away. */
    private Mono<Void> put(AnonymizedCall call, String key, byte[] answer) {
        CacheStore kept = store.orElseThrow();
        Subject subject = subjects.apply(call.caller());
        return kept.put(key, answer, subject)
                .then(Mono.defer(() -> erasures.cover(subject, call.call().receivedNanos())
                        ? kept.erase(subject).then()
                        : Mono.empty()));
    }

    private static AnswerEvent bypassed(AnswerEvent event) {
        return event instanceof AnswerEvent.Begin(Origin origin)
                ? new AnswerEvent.Begin(origin.withCache(CacheStatus.BYPASS))
                : event;
    }

    private static Answer hit(AnonymizedCall call, CachedAnswer cached, String policy) {
        List<AnswerEvent> events = new ArrayList<>();
        events.add(new AnswerEvent.Begin(cached.asHit(policy)));
        events.addAll(cached.answer().toEvents());
        return new Answer(call, Optional.empty(), Flux.fromIterable(events));
    }

    private static boolean canRestore(CompleteAnswer answer, AnonymizedCall call) {
        Vault vault = call.vault();
        Syntax text = call.outgoing().answerSyntax();
        return answer.choices().stream()
                .allMatch(choice -> vault.canRestore(choice.text(), text)
                        && vault.canRestore(choice.reasoning(), Syntax.PLAIN)
                        && vault.canRestore(choice.refusal(), Syntax.PLAIN)
                        && choice.toolCalls().stream()
                                .allMatch(tool -> vault.canRestore(tool.arguments(), Syntax.JSON)));
    }

    /** A local answer in the form that may be stored; empty when it has none. It has neither tool calls nor reasoning. */
    private static Optional<CompleteAnswer> anonymized(CompleteAnswer answer, AnonymizedCall call) {
        Vault vault = call.vault();
        Syntax syntax = call.outgoing().answerSyntax();
        List<CompleteAnswer.Choice> choices = new ArrayList<>();
        for (CompleteAnswer.Choice choice : answer.choices()) {
            Optional<String> text = vault.anonymizeAnswer(choice.text(), syntax);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            choices.add(new CompleteAnswer.Choice(
                    choice.index(),
                    text.get(),
                    choice.reasoning(),
                    choice.refusal(),
                    choice.toolCalls(),
                    choice.logprobs(),
                    choice.finish()));
        }
        return Optional.of(new CompleteAnswer(choices, answer.usage()));
    }
}
