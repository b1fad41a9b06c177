package io.compuerta.engine.bench;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.metrics.ResidentMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures an engine as its callers see it, with a number of requests at the same time. Reading is measured with long
 * prompts that share nothing and answers of one token; speaking with short prompts and long answers. Speeds are those of
 * all requests together. What the answers say is compared with what the same requests get one at a time.
 */
public final class EngineBenchmark {

    /** Prompts of about 400 tokens. */
    private static final int PROMPT_WORDS = 140;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final ChatEngine engine;
    private final Sampling sampling;
    private final int answerTokens;
    private final int rounds;
    private final Random random = new Random(20261122);

    /**
     * @param engine       that keeps the prefixes of prompts, so that speaking can be measured without reading
     * @param endTokens    ids that end an answer; they are banned, so that all answers are of one length
     * @param answerTokens that length, at least 2
     * @param rounds       times that each measurement is repeated; the middle one counts
     */
    public EngineBenchmark(ChatEngine engine, List<Integer> endTokens, int answerTokens, int rounds) {
        this.engine = engine;
        this.sampling =
                new Sampling(0, 1, 0, 0, 0, 0, endTokens.stream().collect(Collectors.toMap(id -> id, id -> -100f)), 0);
        this.answerTokens = answerTokens;
        this.rounds = rounds;
    }

    /**
     * One line of the result.
     *
     * @param parallel               requests at the same time
     * @param prefillTokensPerSecond prompt tokens read in a second, by all requests together
     * @param decodeTokensPerSecond  tokens generated in a second, by all requests together, after each one's first
     * @param ttftMillisP50          time to the first token when all start together with prompts of some 400 tokens
     * @param rssMegabytes           resident memory of this process; 0 where the system does not tell
     * @param identical              whether every answer is the one that the request gets when it is alone
     */
    public record Run(
            int parallel,
            double prefillTokensPerSecond,
            double decodeTokensPerSecond,
            double ttftMillisP50,
            double ttftMillisP95,
            long rssMegabytes,
            boolean identical) {}

    /** Answers of {@code most} different requests, each alone: what parallel ones are compared with. Also the warm-up. */
    public List<String> alone(int most) {
        return IntStream.range(0, most)
                .mapToObj(index -> listen(counting(index, answerTokens))
                        .blockOptional(PATIENCE)
                        .orElseThrow()
                        .text())
                .toList();
    }

    /**
     * @param reference from {@link #alone} for at least {@code parallel} requests
     * @param progress  hears what is being measured
     */
    public Run run(int parallel, List<String> reference, Consumer<String> progress) {
        List<Double> prefill = new ArrayList<>();
        List<Double> decode = new ArrayList<>();
        List<Double> firstMillis = new ArrayList<>();
        boolean identical = true;
        for (int round = 1; round <= rounds; round++) {
            progress.accept(parallel + " in parallel, round " + round + " of " + rounds);
            long start = System.nanoTime();
            List<Heard> read = together(parallel, index -> reading());
            double seconds = (System.nanoTime() - start) / 1e9;
            prefill.add(read.stream()
                            .mapToInt(heard -> heard.end().usage().promptTokens()
                                    - heard.end().usage().cachedTokens())
                            .sum()
                    / seconds);
            read.forEach(heard -> firstMillis.add(heard.firstNanos() / 1e6));

            // Their prompts are read now, and only spoken on below.
            var unused = together(parallel, index -> counting(index, 1));
            List<Heard> spoken = together(parallel, index -> counting(index, answerTokens));
            decode.add(spoken.stream().mapToDouble(EngineBenchmark::speed).sum());
            for (int index = 0; index < parallel; index++) {
                identical &= spoken.get(index).text().equals(reference.get(index));
            }
        }
        return new Run(
                parallel,
                percentile(prefill, 0.5),
                percentile(decode, 0.5),
                percentile(firstMillis, 0.5),
                percentile(firstMillis, 0.95),
                ResidentMemory.mebibytes(),
                identical);
    }

    /** What one request gave. */
    private record Heard(String text, long firstNanos, EngineEvent.Finished end) {
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
            long start = System.nanoTime();
            long[] first = new long[1];
            return engine.generate(request)
                    .doOnNext(event -> {
                        if (first[0] == 0) {
                            first[0] = System.nanoTime() - start;
                        }
                    })
                    .collectList()
                    .map(events -> new Heard(text(events), first[0], (EngineEvent.Finished) events.getLast()));
        });
    }

    /** Tokens a second of one answer, after its first. */
    private static double speed(Heard heard) {
        double seconds = heard.end().timing().decode().toNanos() / 1e9;
        return seconds == 0 ? 0 : (heard.end().usage().completionTokens() - 1) / seconds;
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

    private static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
    }
}
