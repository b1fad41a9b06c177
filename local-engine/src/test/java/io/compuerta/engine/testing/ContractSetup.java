package io.compuerta.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engines for the contract. The model is {@link TinyQwen3Gguf}, which babbles on until it is stopped. Engines of the same
 * shape are shared by the tests and closed at the end.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContractSetup {

    /** Far more tokens than are generated while a test looks the other way. */
    protected static final int LONG = 30_000;

    static final Shape USUAL = new Shape(32_768, 2, 16);
    static final Shape ONE_SLOT = new Shape(32_768, 1, 4);
    static final Shape NARROW = new Shape(32_768, 1, 1);
    static final Shape SHORT_CONTEXT = new Shape(256, 1, 1);

    private final Map<Shape, ChatEngine> engines = new HashMap<>();

    private @Nullable Path model;

    /** How an engine is to be opened: tokens of prompt and answer, requests at the same time, requests that may wait. */
    public record Shape(int contextTokens, int slots, int queue) {}

    /** An engine that is ready, on one thread. */
    protected abstract ChatEngine open(Path modelFile, Shape shape);

    /** Events that may be made before the reader asks for them, buffers of all layers together. */
    protected abstract int readAhead();

    /** What an engine keeps only where the way to it lets it. A test says what holds without. */
    public enum Ability {
        /** It knows how many requests it can answer at the same time; without, as many as it answers now. */
        TELLS_SLOTS,
        /** It makes nothing that its reader does not ask for; without, buffers of unknown size are filled first. */
        WAITS_FOR_ITS_READER,
        /** It finds prompts only among those of the same scope; without, all callers share. */
        SEPARATES_CACHE_SCOPES
    }

    protected Set<Ability> abilities() {
        return EnumSet.allOf(Ability.class);
    }

    /** Statistics from where the tokens are made, which may be an engine behind this one. */
    protected EngineStatistics statistics(ChatEngine engine) {
        return engine.statistics();
    }

    @BeforeAll
    void writeModel(@TempDir Path directory) {
        NativeLibrary.requireBundled();
        model = TinyQwen3Gguf.write(directory, 32_768, 7);
    }

    /** One more, which the test closes itself. */
    final ChatEngine open(Shape shape) {
        return open(Objects.requireNonNull(model), shape);
    }

    @AfterAll
    void closeAll() {
        engines.values().forEach(ChatEngine::close);
    }

    final ChatEngine engine() {
        return engine(USUAL);
    }

    final ChatEngine engine(Shape shape) {
        return engines.computeIfAbsent(shape, this::open);
    }

    final boolean can(Ability ability) {
        return abilities().contains(ability);
    }

    /** Statistics of an engine elsewhere come a moment later. */
    final void awaitInFlight(ChatEngine engine, int count) {
        Soon.until(count + " requests in flight", () -> statistics(engine).inFlight() == count);
    }

    /** Waits for an engine that prepares itself in the background. */
    protected static <E extends ChatEngine> E ready(E engine) {
        Soon.until("an engine that is prepared", () -> !(engine.health() instanceof EngineHealth.Preparing));
        assertThat(engine.health()).isInstanceOf(EngineHealth.Ready.class);
        return engine;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
