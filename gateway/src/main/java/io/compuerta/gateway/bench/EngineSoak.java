package io.compuerta.gateway.bench;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Priority;
import io.compuerta.engine.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many callers at once on one engine, a third of whom leave at random moments: while they wait, while their prompt is
 * read, while they are answered. Every request must end in an answer, and every slot must be there afterwards.
 *
 * @param clients at the same time
 * @param slots   that the engine is said to have
 * @param words   of the longest prompt
 * @param seed    of prompts, lengths and moments
 */
public record EngineSoak(ChatEngine engine, int clients, int slots, int words, long seed) {

    /** On a machine that gave the engine a sixth of a core, 64 requests waited up to six minutes and were not lost. */
    private static final Duration LOST = Duration.ofMinutes(30);

    private static final String RULES = "You help the guests of a travel company. Be brief and polite. ";
    private static final int LONGEST_ANSWER = 40;
    private static final int LATEST_LEAVE_MILLIS = 3000;
    private static final int PROBE_TOKENS = 200;

    /**
     * What became of the requests.
     *
     * @param answered  ended with their one end event
     * @param cancelled left by their callers
     * @param errors    ended with an error
     * @param lost      without an end for half an hour, or complete without an end event
     * @param leaked    slots that did not serve afterwards
     */
    public record Report(long answered, long cancelled, long errors, long lost, int leaked) {
        public boolean passed() {
            return errors == 0 && lost == 0 && leaked == 0;
        }
    }

    /** How one request ended. */
    private enum End {
        ANSWERED,
        CANCELLED,
        ERROR,
        LOST
    }

    /** @param more asked by each caller before its next request */
    public Report run(BooleanSupplier more) {
        AtomicLong[] ends = new AtomicLong[End.values().length];
        IntStream.range(0, ends.length).forEach(end -> ends[end] = new AtomicLong());
        Flux.range(0, clients)
                .flatMap(
                        client -> {
                            Random random = new Random(seed + client);
                            return Mono.defer(() -> one(random))
                                    .doOnNext(end -> ends[end.ordinal()].incrementAndGet())
                                    .repeat(more)
                                    .then();
                        },
                        clients)
                .blockLast();
        return new Report(
                ends[End.ANSWERED.ordinal()].get(),
                ends[End.CANCELLED.ordinal()].get(),
                ends[End.ERROR.ordinal()].get(),
                ends[End.LOST.ordinal()].get(),
                leaked());
    }

    private Mono<End> one(Random random) {
        Flux<EngineEvent> answer = engine.generate(request(random)).timeout(LOST);
        if (random.nextInt(3) > 0) {
            return answer.reduce(
                            End.LOST, (end, event) -> event instanceof EngineEvent.Finished ? End.ANSWERED : End.LOST)
                    .onErrorResume(EngineSoak::failed);
        }
        Flux<EngineEvent> left = random.nextBoolean()
                ? answer.take(1L + random.nextInt(LONGEST_ANSWER / 2))
                : answer.takeUntilOther(Mono.delay(Duration.ofMillis(random.nextInt(LATEST_LEAVE_MILLIS))));
        return left.then(Mono.just(End.CANCELLED)).onErrorResume(EngineSoak::failed);
    }

    private static Mono<End> failed(Throwable failure) {
        return Mono.just(failure instanceof java.util.concurrent.TimeoutException ? End.LOST : End.ERROR);
    }

    private GenerationRequest request(Random random) {
        String rooms = random.ints(1L + random.nextInt(words), 0, 1000)
                .mapToObj(number -> "room " + number)
                .collect(Collectors.joining(", "));
        return GenerationRequest.of(
                        List.of(
                                new ChatMessage(ChatMessage.Role.SYSTEM, RULES),
                                new ChatMessage(ChatMessage.Role.USER, "Which of these is free: " + rooms + "?")),
                        new Sampling(0.8f, 0.95f, 40, random.nextInt()),
                        1 + random.nextInt(LONGEST_ANSWER))
                .withPriority(random.nextInt(4) == 0 ? Priority.BATCH : Priority.INTERACTIVE);
    }

    /**
     * As many answers as there are slots, each left unread after its first piece, so that it keeps its slot. Where one is
     * missing, the last answer could begin only because another one was parked.
     */
    private int leaked() {
        CountDownLatch begun = new CountDownLatch(slots);
        Disposable readers = Flux.range(0, slots)
                .map(slot -> GenerationRequest.of(
                        List.of(new ChatMessage(ChatMessage.Role.USER, "Count from " + slot + " to a thousand.")),
                        new Sampling(1.0f, 1.0f, 0, slot),
                        PROBE_TOKENS))
                .flatMap(
                        request -> engine.generate(request)
                                .concatMap(
                                        event -> {
                                            begun.countDown();
                                            return Mono.never();
                                        },
                                        1),
                        slots)
                .subscribe(event -> {}, failure -> {});
        try {
            boolean all = begun.await(LOST.toSeconds(), TimeUnit.SECONDS);
            return all ? engine.statistics().parked() : (int) begun.getCount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            readers.dispose();
        }
    }
}
