package io.compuerta.engine.llama;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Priority;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.chat.ChatFormat;
import io.compuerta.engine.chat.ChatFormats;
import io.compuerta.engine.chat.RenderedChat;
import io.compuerta.engine.model.AdapterCheck;
import io.compuerta.engine.model.GgufCheck;
import io.compuerta.engine.model.GgufHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One model in this process. A single thread owns the native model, context and samplers from load to free; requests
 * reach it through a bounded queue, events leave it through each subscriber's own small buffer, on virtual threads, so
 * that no subscriber can hold the engine's thread up.
 */
public final class LlamaChatEngine implements ChatEngine {

    private static final Logger LOG = LoggerFactory.getLogger(LlamaChatEngine.class);

    /** A chat that every model must be able to read; one that lacks its template's markers is refused when it is loaded. */
    private static final GenerationRequest PROBE =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 1);

    /** Events made ahead of the reader. */
    private static final int PREFETCH = 16;

    /** Virtual threads: a reader that blocks holds up nobody but itself. They need no closing. */
    private static final Scheduler DELIVERY = Schedulers.fromExecutor(
            task -> Thread.ofVirtual().name("engine-delivery").start(task));

    /** A third of the share of a core that an event loop wants too; see {@code compuerta bench isolation}. */
    static final int STEPS_BACK = 5;

    /** llama.cpp's tokenizers recurse over long runs of text. */
    private static final long STACK_BYTES = 64L << 20;

    private final LlamaSettings settings;
    private final ChatFormat format;
    private final Thread thread;
    private final Doorbell doorbell = new Doorbell();
    private final ConcurrentLinkedQueue<Generation> arrivals = new ConcurrentLinkedQueue<>();
    private final Set<Generation> live = ConcurrentHashMap.newKeySet();
    private final AtomicInteger admitted = new AtomicInteger();
    private final EngineGauges gauges = new EngineGauges();
    private final PromptBacklog backlog = new PromptBacklog();
    private final Forecast forecast = new Forecast();
    private final ServiceTime serviceTime = new ServiceTime();
    private final CompletableFuture<EngineHealth.Ready> ready = new CompletableFuture<>();
    private final Consumer<String> onNativeFailure = this::die;
    private final Thread onExit = new Thread(this::close, "engine-exit");
    private volatile @Nullable String ended;

    private LlamaChatEngine(LlamaLibrary library, Path file, ChatFormat format, LlamaSettings settings) {
        this.settings = settings;
        this.format = format;
        this.thread = new Thread(null, () -> run(library, file), "engine-" + settings.name(), STACK_BYTES);
        this.thread.setDaemon(true);
    }

    /**
     * Validates and loads a model; takes seconds for a large one.
     *
     * @throws EngineException.Unavailable with one line that says what is wrong with the file or the machine
     */
    public static LlamaChatEngine open(LlamaLibrary library, Path file, LlamaSettings settings) {
        return open(library, file, checked(file, settings.adapters()), settings);
    }

    /** With a format other than the model's own; the file and the adapters must have been checked. */
    static LlamaChatEngine open(LlamaLibrary library, Path file, ChatFormat format, LlamaSettings settings) {
        LlamaChatEngine engine = new LlamaChatEngine(library, file, format, settings);
        NativeFailure.listen(engine.onNativeFailure);
        // Native code must not be running when the process tears its libraries down.
        Runtime.getRuntime().addShutdownHook(engine.onExit);
        engine.thread.start();
        try {
            EngineHealth.Ready health = engine.ready.join();
            LOG.info(
                    "model {} is ready: {} slots of {} tokens, {} threads",
                    health.model(),
                    settings.slots(),
                    health.contextTokens(),
                    settings.threads());
            return engine;
        } catch (CompletionException failure) {
            engine.close();
            throw new EngineException.Unavailable(reason(failure.getCause()));
        }
    }

    private static ChatFormat checked(Path file, Map<String, Path> adapters) {
        String what = "model file";
        try {
            GgufHeader header = GgufCheck.readModel(file);
            for (Map.Entry<String, Path> adapter : adapters.entrySet()) {
                what = "adapter " + adapter.getKey();
                AdapterCheck.read(adapter.getValue(), header);
            }
            return ChatFormats.of(header);
        } catch (IOException failure) {
            throw new EngineException.Unavailable("the " + what + " cannot be used: " + failure.getMessage());
        }
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Mono.fromCallable(() -> settings.adapterFor(request.model()))
                .flatMapMany(adapter -> Mono.fromCallable(() -> rendered(request))
                        .subscribeOn(DELIVERY)
                        .flatMapMany(chat -> Flux.<EngineEvent>create(
                                sink -> submit(chat, adapter, sink), FluxSink.OverflowStrategy.BUFFER)))
                .publishOn(DELIVERY, PREFETCH);
    }

    /** Reactor takes an overflow of the stack for the end of the machine and signals nothing: the call would hang. */
    private RenderedChat rendered(GenerationRequest request) {
        try {
            return format.render(request);
        } catch (StackOverflowError e) {
            String parameter = request.format() instanceof OutputFormat.Free
                    ? request.tools().isUsable() ? "tools" : "messages"
                    : "response_format";
            throw new EngineException.Unsupported(parameter, parameter + ": it is nested too deeply");
        }
    }

    private void submit(RenderedChat chat, String adapter, FluxSink<EngineEvent> sink) {
        if (admitted.incrementAndGet() > settings.slots() + settings.queueCapacity() + gauges.parked()) {
            int waiting = admitted.decrementAndGet() - settings.slots();
            sink.error(new EngineException.Overloaded(
                    "the local engine's queue is full: " + Math.max(0, waiting) + " requests are waiting",
                    serviceTime.untilFree(Math.max(0, waiting), settings.slots())));
            return;
        }
        int estimate = PromptTokenizer.estimate(chat);
        EngineException.Overloaded late = tooLate(chat.request().priority(), estimate);
        if (late != null) {
            admitted.decrementAndGet();
            sink.error(late);
            return;
        }
        if (chat.grammar() != null) {
            gauges.unenforced(chat.grammar().unenforcedTools());
        }
        PromptBacklog.Share share = backlog.enter(chat.request().priority(), estimate);
        Generation generation = new Generation(chat, adapter, sink, share, admitted::decrementAndGet);
        live.add(generation);
        sink.onRequest(more -> doorbell.ring());
        sink.onDispose(() -> {
            generation.depart();
            live.remove(generation);
            doorbell.ring();
        });
        arrivals.add(generation);
        // Looked at after the queue was filled: whoever ends the engine empties the queue after saying so.
        String reason = ended;
        if (reason != null) {
            generation.fail(new EngineException.Unavailable(reason));
        }
        doorbell.ring();
    }

    /** @return the refusal of a request that would wait too long for its first token; null admits it */
    private EngineException.@Nullable Overloaded tooLate(Priority priority, int promptTokens) {
        Duration limit = settings.firstTokenLimit();
        if (limit == null) {
            return null;
        }
        Duration expected =
                forecast.firstToken(promptTokens, backlog.before(priority), gauges.busy(), settings.slots());
        if (expected.compareTo(limit) <= 0) {
            return null;
        }
        return new EngineException.Overloaded(
                "the local engine's first token would take about " + expected.toSeconds() + " s; the limit is "
                        + limit.toSeconds() + " s",
                Forecast.retryAfter(expected, limit));
    }

    @Override
    public EngineHealth health() {
        String reason = ended;
        if (reason != null) {
            return new EngineHealth.Unavailable(reason);
        }
        return ready.getNow(new EngineHealth.Ready(settings.name(), settings.contextTokens(), settings.standIn()));
    }

    @Override
    public EngineStatistics statistics() {
        return gauges.statistics(settings.slots(), admitted.get());
    }

    private void run(LlamaLibrary library, Path file) {
        Courtesy.yieldToOthers(STEPS_BACK);
        long start = System.nanoTime();
        try (LlamaModel model = LlamaModel.load(library, file)) {
            try (LoraAdapters adapters = LoraAdapters.load(model, settings.adapters());
                    LlamaContext context = LlamaContext.create(model, settings)) {
                PromptTokenizer tokenizer = new PromptTokenizer(model);
                tokenizer.tokenize(format.render(PROBE), Integer.MAX_VALUE);
                SlotScheduler scheduler = new SlotScheduler(
                        model,
                        context,
                        adapters,
                        tokenizer,
                        serviceTime,
                        forecast,
                        gauges,
                        settings,
                        SlotScheduler.PREPARING_NANOS);
                gauges.loaded(
                        System.nanoTime() - start,
                        model.weightBytes(),
                        (long) settings.slots() * context.tokensPerSlot());
                ready.complete(new EngineHealth.Ready(settings.name(), context.tokensPerSlot(), settings.standIn()));
                serve(scheduler);
            }
        } catch (Throwable failure) {
            LOG.debug("the engine's thread ends", failure);
            die(reason(failure));
        }
    }

    private void serve(SlotScheduler scheduler) {
        try {
            while (ended == null) {
                takeArrivals(scheduler);
                boolean worked = scheduler.step();
                if (!worked && arrivals.isEmpty()) {
                    doorbell.await();
                }
            }
        } finally {
            takeArrivals(scheduler);
            String reason = ended;
            scheduler.failAll(new EngineException.Unavailable(reason != null ? reason : "the local engine failed"));
        }
    }

    private void takeArrivals(SlotScheduler scheduler) {
        for (Generation next = arrivals.poll(); next != null; next = arrivals.poll()) {
            scheduler.add(next);
        }
    }

    /** From any thread, also from within native code that gave up. */
    private void die(String reason) {
        if (ended == null) {
            ended = reason;
        }
        for (Generation generation : live) {
            generation.fail(new EngineException.Unavailable(reason));
        }
        ready.completeExceptionally(new EngineException.Unavailable(reason));
        doorbell.ring();
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure instanceof EngineException known && known.getMessage() != null) {
            return known.getMessage();
        }
        return "the local engine failed: " + failure;
    }

    @Override
    public void close() {
        die("the local engine is closed");
        NativeFailure.forget(onNativeFailure);
        forgetExit();
        if (NativeFailure.message() == null && !thread.equals(Thread.currentThread())) {
            joinThread();
        }
    }

    private void forgetExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException exiting) {
            LOG.debug("the process is ending already");
        }
    }

    /** Native memory may not be left behind: waits for the step that is running, interrupted or not. */
    private void joinThread() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
