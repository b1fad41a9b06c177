package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Priority;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.chat.AnswerReader;
import io.compuerta.engine.chat.PromptPiece;
import io.compuerta.engine.chat.RenderedChat;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The scheduler, step by step, in the test's own thread: who gets what in which step. */
@Timeout(120)
class FairnessTest {

    private static final int CHUNK = 64;
    private static final int LONG_PROMPT = 30_000;

    @TempDir
    private Path directory;

    private final EngineGauges gauges = new EngineGauges();
    private final PromptBacklog backlog = new PromptBacklog();
    private LlamaModel model;
    private LlamaContext context;
    private SlotScheduler scheduler;

    /** A reader that counts. */
    private final class Reader {
        private final List<EngineEvent> events = new ArrayList<>();
        private final Disposable subscription;
        private Throwable error;

        private Reader(Priority priority, int promptWords, int maxTokens) {
            this(priority, promptWords, maxTokens, AnswerReader.PLAIN);
        }

        private Reader(Priority priority, int promptWords, int maxTokens, AnswerReader answers) {
            String text = "a ".repeat(promptWords);
            GenerationRequest request = GenerationRequest.of(
                            List.of(new ChatMessage(ChatMessage.Role.USER, text)), Sampling.GREEDY, maxTokens)
                    .withPriority(priority);
            RenderedChat chat = new RenderedChat(request, List.of(new PromptPiece.Plain(text)), null, answers);
            subscription = Flux.<EngineEvent>create(sink -> {
                        Generation generation = new Generation(chat, "", sink, backlog.enter(priority, 1), () -> {});
                        sink.onDispose(generation::depart);
                        scheduler.add(generation);
                    })
                    .subscribe(events::add, failure -> error = failure);
        }

        private boolean ended() {
            return error != null || !events.isEmpty() && events.getLast() instanceof EngineEvent.Finished;
        }

        private EngineEvent.Finished end() {
            return (EngineEvent.Finished) events.getLast();
        }
    }

    @BeforeEach
    void load() {
        Path file = TinyQwen3Gguf.write(directory, 32_768, 7);
        LlamaSettings settings = new LlamaSettings("tiny", false, 32_768, 2, 1, 64, CHUNK);
        model = LlamaModel.load(NativeLibrary.require(), file);
        context = LlamaContext.create(model, settings);
        scheduler = new SlotScheduler(
                model,
                context,
                LoraAdapters.load(model, Map.of()),
                new PromptTokenizer(model),
                new ServiceTime(),
                new Forecast(),
                gauges,
                settings,
                Long.MAX_VALUE);
    }

    @AfterEach
    void unload() {
        scheduler.failAll(new EngineException.Unavailable("the test is over"));
        context.close();
        model.close();
    }

    private long drawn() {
        return gauges.statistics(2, 2).completionTokens();
    }

    private long read() {
        return gauges.statistics(2, 2).promptTokens();
    }

    @Test
    void aLongPromptDoesNotHoldUpWhoIsSpeaking() {
        Reader speaker = new Reader(Priority.INTERACTIVE, 5, 20_000);
        while (drawn() < 3) {
            scheduler.step();
        }
        Reader longReader = new Reader(Priority.INTERACTIVE, LONG_PROMPT, 1);
        scheduler.step();
        long readBefore = read();
        int steps = 0;
        while (read() < readBefore + 2_560) {
            long before = drawn();
            long readSoFar = read();
            scheduler.step();
            steps++;

            assertThat(drawn()).as("one token in every step").isEqualTo(before + 1);
            assertThat(read() - readSoFar).as("one chunk in every step").isLessThanOrEqualTo(CHUNK);
        }

        assertThat(steps).isEqualTo(40);
        assertThat(longReader.ended()).isFalse();
        speaker.subscription.dispose();
        longReader.subscription.dispose();
    }

    @Test
    void thoseWhoComeTogetherStartTogether() {
        Reader first = new Reader(Priority.INTERACTIVE, 5, 2);
        Reader second = new Reader(Priority.INTERACTIVE, 5, 2);

        scheduler.step();

        assertThat(drawn()).isEqualTo(2);
        scheduler.step();
        assertThat(first.ended()).isTrue();
        assertThat(second.ended()).isTrue();
    }

    /** Any other order would make the library run the model more than once for it. */
    @Test
    void aBatchIsFilledBySlotsWhoeverIsSpeakingOrReading() {
        Reader leaver = new Reader(Priority.INTERACTIVE, 5, 1);
        Reader speaker = new Reader(Priority.INTERACTIVE, 7, 20_000);
        scheduler.step();
        assertThat(leaver.ended()).isTrue();

        Reader newcomer = new Reader(Priority.INTERACTIVE, LONG_PROMPT, 1);
        scheduler.step();

        TokenBatch batch = context.batch();
        assertThat(batch.size()).isEqualTo(CHUNK + 1);
        assertThat(batch.slot(0)).isZero();
        assertThat(batch.slot(CHUNK)).isEqualTo(1);
        assertThat(batch.hasLogits(CHUNK)).isTrue();
        speaker.subscription.dispose();
        newcomer.subscription.dispose();
    }

    @Test
    void aCancelledLongPromptCostsNoFurtherStep() {
        Reader cancelled = new Reader(Priority.INTERACTIVE, LONG_PROMPT, 1);
        scheduler.step();
        scheduler.step();
        long read = read();
        cancelled.subscription.dispose();

        assertThat(scheduler.step()).isFalse();
        assertThat(read()).isEqualTo(read);
        assertThat(gauges.busy()).isZero();
        assertThat(backlog.before(Priority.BATCH)).isEqualTo(new PromptBacklog.Ahead(0, 0));
    }

    @Test
    void interactiveRequestsPassABatchThatStillGetsItsTurn() {
        List<Reader> batch = new ArrayList<>();
        List<Reader> interactive = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            batch.add(new Reader(Priority.BATCH, 20, 5));
        }
        for (int each = 0; each < 16; each++) {
            interactive.add(new Reader(Priority.INTERACTIVE, 20, 5));
        }
        List<Integer> interactiveDoneAtBatch = new ArrayList<>();
        while (!batch.stream().allMatch(Reader::ended)) {
            scheduler.step();
            int done = (int) interactive.stream().filter(Reader::ended).count();
            batch.stream()
                    .filter(Reader::ended)
                    .skip(interactiveDoneAtBatch.size())
                    .forEach(reader -> interactiveDoneAtBatch.add(done));
        }

        assertThat(interactiveDoneAtBatch.getFirst()).isGreaterThanOrEqualTo(WaitingLine.MOST_IN_A_ROW - 1);
        assertThat(interactiveDoneAtBatch.get(1)).isLessThan(16);
    }

    @Test
    void afterAnySequenceOfArrivalsAndCancellationsNothingIsLeft() {
        Random random = new Random(5);
        List<Reader> readers = new ArrayList<>();
        List<Reader> given = new ArrayList<>();
        for (int step = 0; step < 600; step++) {
            if (readers.size() < 64 && random.nextInt(3) == 0) {
                Priority priority = random.nextBoolean() ? Priority.BATCH : Priority.INTERACTIVE;
                readers.add(new Reader(priority, 1 + random.nextInt(200), 1 + random.nextInt(30)));
            }
            if (!readers.isEmpty() && random.nextInt(12) == 0) {
                Reader victim = readers.get(random.nextInt(readers.size()));
                if (!victim.ended()) {
                    victim.subscription.dispose();
                    given.add(victim);
                }
            }
            scheduler.step();
        }
        while (scheduler.step()) {}

        assertThat(readers).hasSize(64);
        assertThat(given).hasSizeGreaterThan(10);
        assertThat(readers)
                .allSatisfy(reader ->
                        assertThat(reader.ended() || given.contains(reader)).isTrue());
        assertThat(gauges.busy()).isZero();
        assertThat(gauges.parked()).isZero();
        assertThat(backlog.before(Priority.BATCH)).isEqualTo(new PromptBacklog.Ahead(0, 0));
    }

    @Test
    void thoughtsAreCountedApart() {
        AnswerReader threeThoughts = new AnswerReader() {
            private int pieces;

            @Override
            public void read(String text, List<TokenLogprob> logprobs, Consumer<EngineEvent> out) {
                pieces++;
            }

            @Override
            public FinishReason finish(FinishReason reason, Consumer<EngineEvent> out) {
                return reason;
            }

            @Override
            public boolean isThinking() {
                return pieces < 3;
            }
        };
        Reader reader = new Reader(Priority.INTERACTIVE, 10, 8, threeThoughts);
        while (scheduler.step()) {}

        assertThat(reader.end().usage().reasoningTokens()).isEqualTo(3);
        assertThat(reader.end().usage().completionTokens()).isEqualTo(8);
    }

    @Test
    void timesAndTokensAreTold() {
        Reader reader = new Reader(Priority.INTERACTIVE, 200, 10);
        while (scheduler.step()) {}

        EngineEvent.Timing timing = reader.end().timing();
        assertThat(timing.prefill()).isPositive();
        assertThat(timing.decode()).isPositive();
        assertThat(timing.queued().isNegative()).isFalse();
        var statistics = gauges.statistics(2, 0);
        assertThat(statistics.prefillNanos()).isPositive();
        assertThat(statistics.decodeNanos()).isPositive();
        assertThat(statistics.cacheUsedTokens()).isEqualTo(reader.end().usage().promptTokens() + 9L);
    }
}
