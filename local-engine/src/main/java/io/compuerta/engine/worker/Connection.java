package io.compuerta.engine.worker;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.FluxSink;

/** The gateway's end of one worker's connection: many answers at once, told apart by number. */
final class Connection {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Requests that the worker has not yet taken in; more are refused rather than heaped up here. */
    private static final long MOST_PENDING_BYTES = 64L << 20;

    private final WorkerProcess process;
    private final SocketChannel channel;
    private final Outbox outbox;
    private final Vigil vigil;
    private final Consumer<ToGateway.Pulse> onPulse;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, PendingAnswer> answers = new ConcurrentHashMap<>();
    private volatile @Nullable String over;
    private volatile @Nullable String killed;
    private volatile boolean ready;
    private long work;

    Connection(
            WorkerProcess process, SocketChannel channel, WorkerSettings settings, Consumer<ToGateway.Pulse> onPulse) {
        this.process = process;
        this.channel = channel;
        this.onPulse = onPulse;
        this.outbox = new Outbox(channel, "engine-worker-writer");
        this.vigil = new Vigil(settings, System.nanoTime());
        outbox.start();
        Thread.ofVirtual().name("engine-worker-watch").start(() -> watch(settings.pulse()));
    }

    void send(ToWorker message) {
        outbox.send(Wire.frame(message));
    }

    /** Never blocks. */
    void submit(long id, byte[] request, FluxSink<EngineEvent> sink) {
        if (outbox.pendingBytes() + request.length > MOST_PENDING_BYTES) {
            sink.error(new EngineException.Overloaded(
                    "the local engine's worker has not taken in earlier requests yet", Duration.ofSeconds(1)));
            return;
        }
        PendingAnswer answer = new PendingAnswer(sink);
        answers.put(id, answer);
        outbox.send(request);
        sink.onRequest(more -> {
            answer.credited(more);
            send(new ToWorker.Credit(id, more));
        });
        sink.onDispose(() -> {
            if (answers.remove(id) != null) {
                send(new ToWorker.Cancel(id));
            }
        });
        // Looked at after the answer was entered: whoever ends the connection empties the map after saying so.
        String reason = over;
        if (reason != null && answers.remove(id) != null) {
            answer.fail(new EngineException.Unavailable(reason));
        }
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    /** Reads until the worker is gone. @return why it went, if that is known */
    @Nullable
    String serve() {
        try {
            FrameReader frames = new FrameReader(channel);
            byte[] frame = frames.next();
            if (frame != null) {
                greet(Wire.readAtGateway(frame));
                frame = frames.next();
            }
            while (frame != null) {
                take(Wire.readAtGateway(frame));
                frame = frames.next();
            }
            return killed;
        } catch (BrokenProtocol broken) {
            return "was ended: " + broken.getMessage();
        } catch (IOException reset) {
            // What a killed process leaves; its exit code says more.
            return killed;
        } catch (RuntimeException unforeseen) {
            LOG.debug("the worker's messages could not be taken", unforeseen);
            return "was ended: " + unforeseen.getClass().getName();
        } finally {
            outbox.end();
        }
    }

    private static void greet(ToGateway first) throws BrokenProtocol {
        if (!(first instanceof ToGateway.Hello hello) || hello.version() != Wire.VERSION) {
            throw new BrokenProtocol(
                    "it speaks another version of the protocol; was the installation replaced? Restart the gateway");
        }
    }

    private void take(ToGateway message) throws BrokenProtocol {
        long now = System.nanoTime();
        switch (message) {
            case ToGateway.Hello again -> throw new BrokenProtocol("it introduced itself twice");
            case ToGateway.Pulse pulse -> {
                ready = pulse.health() instanceof EngineHealth.Ready;
                long total = Totals.work(pulse.standings());
                if (total != work || !ready) {
                    vigil.progressed(now);
                }
                work = total;
                vigil.heard(now);
                onPulse.accept(pulse);
            }
            case ToGateway.Event event -> {
                vigil.progressed(now);
                PendingAnswer answer = answers.get(event.id());
                if (answer != null) {
                    answer.next(event.event());
                }
            }
            case ToGateway.Failed failed -> {
                vigil.progressed(now);
                PendingAnswer answer = answers.remove(failed.id());
                if (answer != null) {
                    answer.fail(failed.failure().asException());
                }
            }
            case ToGateway.Done done -> {
                vigil.progressed(now);
                PendingAnswer answer = answers.remove(done.id());
                if (answer != null) {
                    answer.complete();
                }
            }
        }
    }

    /** Ends what runs and whatever comes; from any thread, any number of times. */
    void failAll(String reason) {
        if (over == null) {
            over = reason;
        }
        for (Long id : List.copyOf(answers.keySet())) {
            PendingAnswer answer = answers.remove(id);
            if (answer != null) {
                answer.fail(new EngineException.Unavailable(reason));
            }
        }
    }

    private void watch(Duration pulse) {
        try {
            while (over == null && process.isAlive()) {
                Thread.sleep(pulse);
                boolean due = ready && answers.values().stream().anyMatch(PendingAnswer::isDue);
                String verdict = vigil.verdict(System.nanoTime(), due);
                if (verdict != null) {
                    killed = verdict + " and was killed";
                    process.kill();
                    return;
                }
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }
}
