package io.compuerta.engine.local;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Several models behind one interface. A model is loaded when it is first asked for; it is unloaded when nobody asked
 * for it for a while, and the least recently used go first when another needs the memory. A model that answers is never
 * unloaded. One thread loads and unloads, one model after the other, so that memory given up is free before it is taken
 * again.
 */
final class ModelPool implements ChatEngine {

    private static final Logger LOG = LoggerFactory.getLogger(ModelPool.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    /** One model's state; guarded by the pool. */
    private static final class Member {
        private final PooledModel model;
        private @Nullable CompletableFuture<ChatEngine> engine;
        private int users;
        private long usedNanos;

        /** Of the times that it was in memory before. */
        private EngineStatistics before = EngineStatistics.NONE;

        private Member(PooledModel model) {
            this.model = model;
        }

        private @Nullable ChatEngine loaded() {
            CompletableFuture<ChatEngine> future = engine;
            return future == null || future.isCompletedExceptionally() ? null : future.getNow(null);
        }
    }

    /** A model in use by one request. */
    private record Lease(Member member, CompletableFuture<ChatEngine> engine) {}

    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Member first;
    private final long budgetBytes;
    private final long idleNanos;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService loader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("engine-pool").factory());
    private volatile EngineHealth lastHealth;
    private boolean closed;

    /**
     * @param models      the first is the pool's own, which requests that name none get
     * @param opened      the first one's engine, already there
     * @param budgetBytes that loaded models may take together; the first stays even if it takes more
     * @param idle        after which a model that nobody asks for is unloaded; zero keeps it
     */
    ModelPool(List<PooledModel> models, ChatEngine opened, long budgetBytes, Duration idle, LongSupplier nanoTime) {
        models.forEach(model -> members.put(model.name(), new Member(model)));
        this.first =
                java.util.Objects.requireNonNull(members.get(models.getFirst().name()), "the first model");
        this.budgetBytes = budgetBytes;
        this.idleNanos = idle.toNanos();
        this.nanoTime = nanoTime;
        this.lastHealth = opened.health();
        first.engine = CompletableFuture.completedFuture(opened);
        first.usedNanos = nanoTime.getAsLong();
        if (idleNanos > 0) {
            long every = Math.max(1, idleNanos / 4);
            var _ = loader.scheduleWithFixedDelay(this::unloadIdle, every, every, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Flux.usingWhen(
                Mono.fromCallable(() -> acquire(request.model())),
                lease -> Mono.fromFuture(lease.engine(), true).flatMapMany(engine -> engine.generate(request)),
                lease -> Mono.fromRunnable(() -> release(lease.member())));
    }

    private synchronized Lease acquire(String asked) {
        if (closed) {
            throw new EngineException.Unavailable("the local engine is closed");
        }
        Member member = member(asked);
        CompletableFuture<ChatEngine> engine = member.engine;
        if (engine == null || engine.isCompletedExceptionally()) {
            engine = load(member);
        }
        member.users++;
        member.usedNanos = nanoTime.getAsLong();
        return new Lease(member, engine);
    }

    private Member member(String asked) {
        if (asked.isEmpty()) {
            return first;
        }
        int colon = asked.indexOf(':');
        Member member = members.get(colon < 0 ? asked : asked.substring(0, colon));
        if (member == null || (colon >= 0 && !member.model.adapters().contains(asked.substring(colon + 1)))) {
            throw new EngineException.Unsupported("model", "the local engine has " + models() + " and no other model");
        }
        return member;
    }

    /** Makes room, then loads; both on the pool's own thread. */
    private CompletableFuture<ChatEngine> load(Member member) {
        List<ChatEngine> leaving = makeRoom(member);
        CompletableFuture<ChatEngine> engine = new CompletableFuture<>();
        member.engine = engine;
        loader.execute(() -> {
            leaving.forEach(ChatEngine::close);
            try {
                LOG.info("loading {}", member.model.name());
                ChatEngine opened = member.model.opener().get();
                if (!engine.complete(opened)) {
                    opened.close();
                }
            } catch (EngineException known) {
                engine.completeExceptionally(known);
            } catch (Throwable failure) {
                LOG.warn("{} could not be loaded", member.model.name(), failure);
                engine.completeExceptionally(
                        new EngineException.Unavailable(member.model.name() + " could not be loaded: " + failure));
            }
        });
        return engine;
    }

    /** Gives up models until another fits, the longest unused first. @throws EngineException if those left are in use */
    private List<ChatEngine> makeRoom(Member member) {
        long needed = member.model.bytes();
        if (needed > budgetBytes) {
            throw new EngineException.Unavailable(member.model.name() + " needs " + (needed >> 20)
                    + " MB; models may take " + (budgetBytes >> 20) + " MB together");
        }
        long taken = members.values().stream()
                .filter(other -> other.engine != null && !other.engine.isCompletedExceptionally())
                .mapToLong(other -> other.model.bytes())
                .sum();
        List<Member> idle = members.values().stream()
                .filter(other -> other.users == 0 && other.loaded() != null)
                .sorted(Comparator.comparingLong(other -> other.usedNanos))
                .toList();
        List<Member> leaving = new ArrayList<>();
        for (Member other : idle) {
            if (taken + needed <= budgetBytes) {
                break;
            }
            leaving.add(other);
            taken -= other.model.bytes();
        }
        if (taken + needed > budgetBytes) {
            throw new EngineException.Overloaded(
                    "there is no memory for " + member.model.name() + " while other models answer", TRY_AGAIN);
        }
        return leaving.stream().map(this::giveUp).flatMap(Optional::stream).toList();
    }

    private Optional<ChatEngine> giveUp(Member member) {
        ChatEngine engine = member.loaded();
        if (engine != null && member == first) {
            lastHealth = engine.health();
        }
        if (engine != null) {
            member.before = EngineStatistics.NONE.after(engine.statistics().after(member.before));
        }
        member.engine = null;
        LOG.info("unloading {}", member.model.name());
        return Optional.ofNullable(engine);
    }

    private synchronized void release(Member member) {
        member.users--;
        member.usedNanos = nanoTime.getAsLong();
    }

    /** On the pool's own thread. */
    void unloadIdle() {
        List<ChatEngine> leaving = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            for (Member member : members.values()) {
                if (member.users == 0 && member.loaded() != null && now - member.usedNanos >= idleNanos) {
                    giveUp(member).ifPresent(leaving::add);
                }
            }
        }
        leaving.forEach(ChatEngine::close);
    }

    /** Names of the models that are loaded now. */
    synchronized List<String> loaded() {
        return members.values().stream()
                .filter(member -> member.loaded() != null)
                .map(member -> member.model.name())
                .toList();
    }

    @Override
    public List<String> models() {
        List<String> names = new ArrayList<>();
        for (Member member : members.values()) {
            String name = member.model.name();
            names.add(name);
            member.model.adapters().forEach(adapter -> names.add(name + ":" + adapter));
        }
        return List.copyOf(names);
    }

    /** The first model's. While it is unloaded it can be had again, so it counts as ready. */
    @Override
    public EngineHealth health() {
        ChatEngine engine = firstEngine();
        return engine == null ? lastHealth : engine.health();
    }

    @Override
    public EngineStatistics statistics() {
        return statistics(first.model.name());
    }

    @Override
    public EngineStatistics statistics(String model) {
        ChatEngine engine;
        EngineStatistics before;
        synchronized (this) {
            Member member = members.get(model);
            if (member == null) {
                return EngineStatistics.NONE;
            }
            engine = member.loaded();
            before = member.before;
        }
        return (engine == null ? EngineStatistics.NONE : engine.statistics()).after(before);
    }

    private synchronized @Nullable ChatEngine firstEngine() {
        return first.loaded();
    }

    @Override
    public void close() {
        List<ChatEngine> engines = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lastHealth = new EngineHealth.Unavailable("the local engine is closed");
            for (Member member : members.values()) {
                CompletableFuture<ChatEngine> engine = member.engine;
                if (engine != null
                        && !engine.completeExceptionally(
                                new EngineException.Unavailable("the local engine is closed"))) {
                    Optional.ofNullable(member.loaded()).ifPresent(engines::add);
                }
                member.engine = null;
            }
        }
        loader.shutdown();
        engines.forEach(ChatEngine::close);
    }
}
