package io.compuerta.engine.llama;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.end;
import static io.compuerta.engine.testing.Answers.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.chat.ChatFormat;
import io.compuerta.engine.chat.ChatFormats;
import io.compuerta.engine.chat.RenderedChat;
import io.compuerta.engine.model.GgufHeader;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** The engine on a tiny model of random weights: everything but the sense of its words. */
@Timeout(120)
class LlamaChatEngineTest {

    /** Far more than is generated while a test looks the other way. */
    private static final int LONG = 30_000;

    @TempDir
    private static Path directory;

    private static Path model;
    private static LlamaChatEngine engine;

    @BeforeAll
    static void load() {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory, 32_768, 7);
        engine = open(2, 16);
    }

    @AfterAll
    static void unload() {
        if (engine != null) {
            engine.close();
        }
    }

    private static LlamaChatEngine open(int slots, int queue) {
        return LlamaChatEngine.open(
                NativeLibrary.require(), model, new LlamaSettings("tiny", false, 32_768, slots, 1, queue, 64));
    }

    @Test
    void saysWhatItRuns() {
        assertThat(engine.health()).isEqualTo(new EngineHealth.Ready("tiny", 32_768, false));
    }

    @Test
    void manySilentReadersDoNotLockOthersOut() {
        try (LlamaChatEngine small = open(2, 2)) {
            List<OneAtMost> silent = new ArrayList<>();
            for (int reader = 0; reader < SlotScheduler.MAX_PARKED + 10; reader++) {
                silent.add(small.generate(ask("silent", LONG)).subscribeWith(new OneAtMost()));
                assertThat(textOf(small, ask("loud", 5))).isNotEmpty();
            }

            assertThat(small.statistics().parked()).isBetween(SlotScheduler.MAX_PARKED - 2, SlotScheduler.MAX_PARKED);
            OneAtMost oldest = silent.getFirst();
            oldest.requestUnbounded();
            assertThat(oldest.error.orTimeout(60, TimeUnit.SECONDS).join())
                    .isInstanceOf(EngineException.Overloaded.class);
            silent.forEach(OneAtMost::dispose);
        }
    }

    /** Reads one event, then no more. */
    private static final class OneAtMost extends BaseSubscriber<EngineEvent> {
        private final CompletableFuture<Throwable> error = new CompletableFuture<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            request(1);
        }

        @Override
        protected void hookOnError(Throwable failure) {
            error.complete(failure);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64})
    void theSizeOfPromptChunksDoesNotChangeTheText(int chunk) {
        GenerationRequest request = ask("a prompt of some length, read in pieces ".repeat(8), 30);
        String expected = textOf(engine, request);
        LlamaSettings settings = new LlamaSettings("tiny", false, 1024, 1, 1, 1, chunk);

        try (LlamaChatEngine other = LlamaChatEngine.open(NativeLibrary.require(), model, settings)) {
            assertThat(textOf(other, request)).isEqualTo(expected);
        }
    }

    @Test
    void theSmallestContextMayBeReadInOneRun() {
        LlamaSettings settings = new LlamaSettings("tiny", false, 256, 2, 1, 1, 2048);
        GenerationRequest full = ask("x".repeat(200), 1000);

        try (LlamaChatEngine small = LlamaChatEngine.open(NativeLibrary.require(), model, settings)) {
            List<Integer> sizes = Flux.range(0, 2)
                    .flatMap(index -> small.generate(full).collectList(), 2)
                    .map(events -> end(events).usage().promptTokens()
                            + end(events).usage().completionTokens())
                    .collectList()
                    .block();

            assertThat(sizes).containsExactly(256, 256);
        }
    }

    @Test
    void aContextTooSmallForAnyChatIsRefusedBeforeAnythingIsLoaded() {
        assertThatThrownBy(() -> new LlamaSettings("tiny", false, 255, 1, 1, 1, 64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("contextTokens is 255; 256 to 1048576 is allowed");
    }

    /** Reactor passes such an error on to nobody, so that the caller would wait for ever. */
    @Test
    void aRequestNestedTooDeeplyIsRefused() throws IOException {
        ChatFormat template = ChatFormats.of(GgufHeader.read(model));
        ChatFormat overflowing = request -> request.format() instanceof OutputFormat.Free
                ? template.render(request)
                : overflowed(template.render(request));
        LlamaSettings settings = new LlamaSettings("tiny", false, 1024, 1, 1, 1, 64);

        try (LlamaChatEngine deep = LlamaChatEngine.open(NativeLibrary.require(), model, overflowing, settings)) {
            GenerationRequest request = ask("nest", 3).withFormat(new OutputFormat.JsonObject());
            assertThatThrownBy(() -> deep.generate(request).blockLast())
                    .isInstanceOfSatisfying(
                            EngineException.Unsupported.class,
                            refusal -> assertThat(refusal.parameter()).isEqualTo("response_format"))
                    .hasMessageContaining("nested too deeply");
            assertThat(textOf(deep, ask("plain", 3))).isNotEmpty();
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static RenderedChat overflowed(RenderedChat chat) {
        RenderedChat deeper = overflowed(chat);
        return new RenderedChat(deeper.request(), deeper.prompt(), deeper.grammar(), chat.reader());
    }

    @Test
    void loadsAndUnloadsAgainAndAgain() {
        for (int cycle = 0; cycle < 12; cycle++) {
            try (LlamaChatEngine again = open(1, 1)) {
                assertThat(textOf(again, ask("cycle", 3))).isNotEmpty();
            }
        }
    }

    @Test
    void aMissingFileIsSaidInOneLine() {
        LlamaSettings settings = new LlamaSettings("none", false, 256, 1, 1, 1, 64);
        LlamaLibrary library = NativeLibrary.require();

        assertThatThrownBy(() -> LlamaChatEngine.open(library, directory.resolve("none.gguf"), settings))
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("none.gguf")
                .hasMessageNotContaining("\n");
    }
}
