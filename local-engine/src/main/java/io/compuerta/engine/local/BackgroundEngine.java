package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stands before an engine that is still being prepared, and hands over to it. */
final class BackgroundEngine implements ChatEngine {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundEngine.class);

    /** Prepares an engine, telling how far it is. Runs on a thread of its own and may block. */
    interface Loader {
        /** @throws EngineException.Unavailable with one line that says what to do */
        ChatEngine load(Consumer<Preparation> report);
    }

    private final CompletableFuture<ChatEngine> loaded = new CompletableFuture<>();
    private final Thread thread;
    private volatile Preparation preparation = new Preparation.Searching();
    private volatile boolean closed;

    BackgroundEngine(Loader loader) {
        thread = Thread.ofPlatform().name("engine-loader").daemon().unstarted(() -> prepare(loader));
        thread.start();
    }

    private void prepare(Loader loader) {
        try {
            ChatEngine engine = loader.load(step -> preparation = step);
            if (!loaded.complete(engine)) {
                engine.close();
            }
        } catch (Throwable failure) {
            String reason = failure instanceof EngineException && failure.getMessage() != null
                    ? failure.getMessage()
                    : "the local engine could not be started: " + failure;
            preparation = new Preparation.Failed(reason);
            if (loaded.completeExceptionally(new EngineException.Unavailable(reason))) {
                LOG.warn("local generation is unavailable: {}", reason);
            }
        }
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Flux.defer(() -> {
            ChatEngine engine = engine();
            if (engine != null) {
                return engine.generate(request);
            }
            // Loading takes seconds and is worth waiting for; a download is not.
            if (!closed && preparation instanceof Preparation.Loading) {
                return Mono.fromFuture(loaded, true).flatMapMany(ready -> ready.generate(request));
            }
            return Flux.error(new EngineException.Unavailable(reason()));
        });
    }

    @Override
    public EngineHealth health() {
        ChatEngine engine = engine();
        if (engine != null) {
            return engine.health();
        }
        boolean over = closed || preparation instanceof Preparation.Failed;
        return over ? new EngineHealth.Unavailable(reason()) : new EngineHealth.Preparing(reason());
    }

    @Override
    public List<String> models() {
        ChatEngine engine = engine();
        return engine == null ? List.of() : engine.models();
    }

    @Override
    public EngineStatistics statistics() {
        ChatEngine engine = engine();
        return engine == null ? EngineStatistics.NONE : engine.statistics();
    }

    @Override
    public EngineStatistics statistics(String model) {
        ChatEngine engine = engine();
        return engine == null ? EngineStatistics.NONE : engine.statistics(model);
    }

    private String reason() {
        return closed ? "the local engine is closed" : preparation.inWords();
    }

    private @Nullable ChatEngine engine() {
        // One look, or it could fail between two.
        return loaded.state() == Future.State.SUCCESS ? loaded.resultNow() : null;
    }

    @Override
    public void close() {
        closed = true;
        if (loaded.completeExceptionally(new EngineException.Unavailable("the local engine is closed"))) {
            thread.interrupt();
            return;
        }
        ChatEngine engine = engine();
        if (engine != null) {
            engine.close();
        }
    }
}
