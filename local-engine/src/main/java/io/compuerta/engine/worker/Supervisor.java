package io.compuerta.engine.worker;

import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker running, on one thread, which also reads what the worker says. */
final class Supervisor {

    static final String CLOSED = "the local engine is closed";

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Class<? extends WorkerProgram> program;
    private final String configuration;
    private final WorkerSettings settings;
    private final BackOff backOff;
    private final Totals totals = new Totals();
    private final Thread thread;
    private volatile EngineHealth health = new EngineHealth.Preparing("the local engine's worker is starting");
    private volatile List<String> models = List.of();
    private volatile @Nullable Connection connection;
    private volatile @Nullable WorkerProcess process;
    private volatile boolean closed;
    private boolean wasReady;
    private long readySince;

    Supervisor(Class<? extends WorkerProgram> program, String configuration, WorkerSettings settings) {
        this.program = program;
        this.configuration = configuration;
        this.settings = settings;
        this.backOff = new BackOff(settings, new Random());
        this.thread = Thread.ofPlatform().name("engine-worker").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Null while no worker is there; {@link #health} says why. */
    @Nullable
    Connection connection() {
        return connection;
    }

    EngineHealth health() {
        return closed ? new EngineHealth.Unavailable(CLOSED) : health;
    }

    /** Of the first of {@link #models}. */
    EngineStatistics statistics() {
        List<String> known = models;
        return known.isEmpty() ? EngineStatistics.NONE : totals.of(known.getFirst());
    }

    EngineStatistics statistics(String model) {
        return totals.of(model);
    }

    /** What the last worker that said so can be asked for. */
    List<String> models() {
        return models;
    }

    /** Of the worker that runs now; -1 if none does. */
    long pid() {
        WorkerProcess running = process;
        return running == null ? -1 : running.pid();
    }

    private void run() {
        while (!closed) {
            readySince = 0;
            String reason = oneLife();
            totals.workerDied();
            if (closed) {
                return;
            }
            Duration served = readySince == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - readySince);
            Duration wait = backOff.afterServing(served);
            LOG.warn("the local engine's worker {}; it is started again in {} ms", reason, wait.toMillis());
            health = new EngineHealth.Preparing(
                    "the local engine is being started again: its worker " + reason, wasReady);
            rest(wait);
        }
    }

    /** @return how it ended, in words that follow "the worker" */
    private String oneLife() {
        try (SocketPlace place = SocketPlace.create();
                ServerSocketChannel listening = WorkerProcess.listen(place);
                WorkerProcess started = WorkerProcess.start(program, place, settings)) {
            process = started;
            if (closed) {
                return CLOSED;
            }
            SocketChannel channel = started.accept(listening, settings.start());
            place.close();
            return serve(started, channel);
        } catch (IOException failure) {
            return "could not be started: " + failure.getMessage();
        } finally {
            process = null;
        }
    }

    private String serve(WorkerProcess started, SocketChannel channel) {
        Connection opened = new Connection(started, channel, settings, this::take);
        opened.send(new ToWorker.Open(configuration, inheritedProperties()));
        connection = opened;
        if (closed) {
            opened.send(new ToWorker.Close());
        }
        String reason = opened.serve();
        connection = null;
        // Before the readers learn of it, so that they see at once whether to wait for the next worker.
        health = new EngineHealth.Preparing("the local engine's worker is gone and is started again", wasReady);
        opened.failAll(closed ? CLOSED : "the local engine's worker is gone");
        return reason != null ? reason : started.ending();
    }

    private void take(ToGateway.Pulse pulse) {
        totals.told(pulse.standings());
        if (!pulse.models().isEmpty()) {
            models = pulse.models();
        }
        health = switch (pulse.health()) {
            case EngineHealth.Ready ready -> {
                if (readySince == 0) {
                    readySince = System.nanoTime();
                    wasReady = true;
                }
                yield ready;
            }
            case EngineHealth.Preparing soon -> new EngineHealth.Preparing(soon.reason(), wasReady);
            case EngineHealth.Unavailable none -> none;
        };
    }

    /** How to reach the network is said in properties; they go over the socket since passwords are among them. */
    private static List<ToWorker.Property> inheritedProperties() {
        return System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.matches("(https?|ftp|socks|java\\.net|javax\\.net\\.ssl|jdk\\.http)[A-Za-z.]*"))
                .map(name -> new ToWorker.Property(name, System.getProperty(name, "")))
                .toList();
    }

    private void rest(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0 && !closed; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** Ends the worker, in good order if it lets itself be ended so. Returns when it is gone. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        Connection open = connection;
        WorkerProcess running = process;
        if (open != null) {
            open.failAll(CLOSED);
            open.send(new ToWorker.Close());
        } else if (running != null) {
            running.kill();
        }
        boolean interrupted = joined(settings.stop());
        WorkerProcess stubborn = process;
        if (stubborn != null) {
            stubborn.kill();
            interrupted |= joined(settings.stop());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the wait was disturbed */
    private boolean joined(Duration limit) {
        boolean interrupted = false;
        long end = System.nanoTime() + limit.toNanos();
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
