package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** The worker's end of the connection. The calling thread reads; the engine's threads write through the outbox. */
final class WorkerSession {

    private static final Duration TO_CLOSE = Duration.ofSeconds(8);
    private static final Duration TO_FLUSH = Duration.ofSeconds(2);

    private final SocketChannel channel;
    private final WorkerProgram program;
    private final Duration pulse;
    private final Outbox outbox;
    private final Map<Long, WorkerAnswer> answers = new ConcurrentHashMap<>();
    private @Nullable ChatEngine engine;

    WorkerSession(SocketChannel channel, WorkerProgram program, Duration pulse) {
        this.channel = channel;
        this.program = program;
        this.pulse = pulse;
        this.outbox = new Outbox(channel, "worker-writer");
    }

    /** Until the gateway says so or is gone. @return the exit code */
    int run() throws IOException {
        outbox.start();
        send(new ToGateway.Hello(Wire.VERSION));
        FrameReader frames = new FrameReader(channel);
        for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
            if (!take(Wire.readAtWorker(frame))) {
                break;
            }
        }
        close();
        return 0;
    }

    /** @return whether to go on */
    private boolean take(ToWorker message) throws IOException {
        switch (message) {
            case ToWorker.Open open -> open(open);
            case ToWorker.Generate generate -> generate(generate);
            case ToWorker.Credit credit -> {
                WorkerAnswer answer = answers.get(credit.id());
                if (answer != null) {
                    answer.request(credit.events());
                }
            }
            case ToWorker.Cancel cancel -> {
                WorkerAnswer answer = answers.remove(cancel.id());
                if (answer != null) {
                    answer.cancel();
                }
            }
            case ToWorker.Close close -> {
                return false;
            }
        }
        return true;
    }

    private void open(ToWorker.Open open) throws IOException {
        if (engine != null) {
            throw new IOException("opened twice");
        }
        open.properties().forEach(property -> System.setProperty(property.name(), property.value()));
        ChatEngine opened = program.open(open.configuration());
        engine = opened;
        Thread.ofPlatform().name("worker-pulse").daemon().start(() -> beat(opened));
    }

    private void generate(ToWorker.Generate generate) throws IOException {
        ChatEngine open = engine;
        if (open == null) {
            throw new IOException("asked before it was opened");
        }
        long id = generate.id();
        WorkerAnswer answer =
                new WorkerAnswer(id, this::send, () -> send(ToGateway.Pulse.of(open)), () -> answers.remove(id));
        answers.put(id, answer);
        Flux.defer(() -> open.generate(generate.request())).subscribe(answer);
    }

    private void beat(ChatEngine open) {
        boolean wasReady = false;
        while (true) {
            ToGateway.Pulse told = ToGateway.Pulse.of(open);
            EngineHealth health = told.health();
            send(told);
            if (wasReady && health instanceof EngineHealth.Unavailable) {
                // A fresh process can do what this one no longer can.
                outbox.endWithin(TO_FLUSH);
                Runtime.getRuntime().halt(WorkerMain.ENGINE_FAILED);
            }
            wasReady |= health instanceof EngineHealth.Ready;
            LockSupport.parkNanos(this, wasReady ? pulse.toNanos() : Math.min(pulse.toNanos(), 50_000_000));
        }
    }

    private void send(ToGateway message) {
        outbox.send(Wire.frame(message));
    }

    private void close() {
        Thread.ofPlatform().name("worker-end").daemon().start(() -> {
            LockSupport.parkNanos(TO_CLOSE.toNanos());
            Runtime.getRuntime().halt(0);
        });
        ChatEngine open = engine;
        if (open != null) {
            open.close();
        }
        outbox.endWithin(TO_FLUSH);
    }
}
