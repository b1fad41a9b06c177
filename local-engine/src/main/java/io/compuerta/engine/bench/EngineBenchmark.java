package io.compuerta.engine.bench;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures an engine as its callers see it, with a number of requests at the same time. Reading is measured with long
 * prompts that share nothing and answers of one token; speaking with short prompts and long answers. What the answers say is compared with what the same requests get one at a time.
 */
public final class EngineBenchmark {

    /** Prompts of about 400 tokens. */
    private static final int PROMPT_WORDS = 140;

    private static final String THREAD = "engine-";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ChatEngine engine;
    private final Sampling sampling;
    private final int answerTokens;
    private final Random random = new Random(20261122);

    /**
     * @param engine       that keeps the prefixes of prompts, so that speaking can be measured without reading
     * @param endTokens    ids that end an answer; they are banned, so that all answers are of one length
     * @param answerTokens that length, at least 2
     */
    public EngineBenchmark(ChatEngine engine, List<Integer> endTokens, int answerTokens) {
        this.engine = engine;
        this.sampling =
                new Sampling(0, 1, 0, 0, 0, 0, endTokens.stream().collect(Collectors.toMap(id -> id, id -> -100f)), 0);
        this.answerTokens = answerTokens;
    }

    /**
     * What reading prompts of some 400 tokens took.
     *
     * @param promptTokens    that each request had to have read: all but those found in the cache
     * @param tokensPerSecond read for all requests together, from the first request to the last answer
     * @param cpuSeconds      processor time of the engine's thread meanwhile
     * @param firstMillis     time to each request's first token
     */
    public record Reading(
            List<Integer> promptTokens, double tokensPerSecond, double cpuSeconds, List<Double> firstMillis) {
        public Reading {
            promptTokens = List.copyOf(promptTokens);
            firstMillis = List.copyOf(firstMillis);
        }
    }

    /**
     * What answers of one length took, behind prompts that had been read.
     *
     * @param promptTokens    of each request: the depth at which its answer begins
     * @param tokensPerSecond made for all requests together, after each one's first token; from the first token of any to
     *     the last of all
     * @param cpuSeconds      processor time of the engine's thread meanwhile, first tokens included
     * @param identical       whether every answer is the one that the request gets when it is alone
     */
    public record Speaking(List<Integer> promptTokens, double tokensPerSecond, double cpuSeconds, boolean identical) {
        public Speaking {
            promptTokens = List.copyOf(promptTokens);
        }
    }

    /** Answers of {@code most} different requests, each alone: what parallel ones are compared with. Also the warm-up. */
    public List<String> alone(int most) {
        return IntStream.range(0, most)
                .mapToObj(index -> listen(counting(index, answerTokens))
                        .blockOptional(PATIENCE)
                        .orElseThrow()
                        .text())
                .toList();
    }

    /** Prompts that share nothing, all at once. */
    public Reading read(int parallel) {
        double cpu = ProcessorTime.seconds(THREAD);
        long start = System.nanoTime();
        List<Heard> read = together(parallel, index -> reading());
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = ProcessorTime.seconds(THREAD) - cpu;
        List<Integer> tokens = read.stream()
                .map(heard ->
                        heard.end().usage().promptTokens() - heard.end().usage().cachedTokens())
                .toList();
        return new Reading(
                tokens,
                tokens.stream().mapToInt(Integer::intValue).sum() / seconds,
                cpu,
                read.stream()
                        .map(heard -> (heard.firstAt() - heard.askedAt()) / 1e6)
                        .toList());
    }

    /**
     * Long answers, all at once.
     *
     * @param reference from {@link #alone} for at least {@code parallel} requests
     */
    public Speaking speak(int parallel, List<String> reference) {
        // Their prompts are read now, and only spoken on below.
        var unused = together(parallel, index -> counting(index, 1));
        double cpu = ProcessorTime.seconds(THREAD);
        List<Heard> spoken = together(parallel, index -> counting(index, answerTokens));
        cpu = ProcessorTime.seconds(THREAD) - cpu;
        long first = spoken.stream().mapToLong(Heard::firstAt).min().orElseThrow();
        long last = spoken.stream().mapToLong(Heard::endedAt).max().orElseThrow();
        int tokens = spoken.stream()
                .mapToInt(heard -> heard.end().usage().completionTokens() - 1)
                .sum();
        boolean identical = IntStream.range(0, parallel)
                .allMatch(index -> spoken.get(index).text().equals(reference.get(index)));
        return new Speaking(
                spoken.stream().map(heard -> heard.end().usage().promptTokens()).toList(),
                tokens * 1e9 / (last - first),
                cpu,
                identical);
    }

    /** What one request gave, and when, by {@link System#nanoTime}. */
    private record Heard(String text, long askedAt, long firstAt, long endedAt, EngineEvent.Finished end) {
        @Override
        public String toString() {
            return "Heard[" + text.length() + " chars]";
        }
    }

    private List<Heard> together(int parallel, IntFunction<GenerationRequest> requests) {
        return Flux.range(0, parallel)
                .flatMapSequential(index -> listen(requests.apply(index)), parallel)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private Mono<Heard> listen(GenerationRequest request) {
        return Mono.defer(() -> {
            long asked = System.nanoTime();
            long[] first = new long[1];
            return engine.generate(request)
                    .doOnNext(event -> {
                        if (first[0] == 0) {
                            first[0] = System.nanoTime();
                        }
                    })
                    .collectList()
                    .map(events -> new Heard(
                            text(events), asked, first[0], System.nanoTime(), (EngineEvent.Finished) events.getLast()));
        });
    }

    private GenerationRequest counting(int index, int tokens) {
        return ask("Count upwards from " + (index + 1) * 100 + ", one number a line, and do not stop.", tokens);
    }

    private GenerationRequest reading() {
        String words = IntStream.range(0, PROMPT_WORDS)
                .mapToObj(i -> Integer.toString(random.nextInt(46656), 36))
                .collect(Collectors.joining(" "));
        return ask(words, 1);
    }

    private GenerationRequest ask(String text, int tokens) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, text)), sampling, tokens);
    }

    private static String text(List<EngineEvent> events) {
        return events.stream()
                .filter(EngineEvent.Text.class::isInstance)
                .map(event -> ((EngineEvent.Text) event).text())
                .collect(Collectors.joining());
    }
}
