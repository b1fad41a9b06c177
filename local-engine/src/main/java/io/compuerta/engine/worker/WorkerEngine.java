package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.local.EngineSettings;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * An engine that runs in a child process and is started again whenever that dies or hangs. Then running answers end with
 * {@link EngineException.Unavailable} at once and health says {@link EngineHealth.Preparing} until the next worker is
 * ready. Readers pull through both processes: what is made ahead of a reader is two small buffers. The child ends with
 * this process, however this one ends.
 */
public final class WorkerEngine implements ChatEngine {

    /**
     * Events on this side of the socket that the reader has not taken yet. So many that the way of a credit to the worker
     * is shorter than the time to make them: an answer without credit loses its slot to those who wait.
     */
    private static final int PREFETCH = 64;

    /** Virtual threads: a reader that blocks holds up nobody but itself. They need no closing. */
    private static final Scheduler DELIVERY = Schedulers.fromExecutor(
            task -> Thread.ofVirtual().name("engine-worker-delivery").start(task));

    private final Supervisor supervisor;

    private WorkerEngine(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /** Returns at once; the worker starts and prepares its model in the background. */
    public static WorkerEngine open(EngineSettings settings, WorkerSettings worker) {
        return open(LocalEngineProgram.class, LocalEngineProgram.configuration(settings), worker);
    }

    /** @param configuration handed to the program as it is */
    public static WorkerEngine open(
            Class<? extends WorkerProgram> program, String configuration, WorkerSettings worker) {
        Supervisor supervisor = new Supervisor(program, configuration, worker);
        supervisor.start();
        return new WorkerEngine(supervisor);
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        return Mono.fromSupplier(() -> request)
                .subscribeOn(DELIVERY)
                .flatMapMany(asked ->
                        Flux.<EngineEvent>create(sink -> submit(asked, sink), FluxSink.OverflowStrategy.BUFFER))
                .publishOn(DELIVERY, PREFETCH);
    }

    private void submit(GenerationRequest request, FluxSink<EngineEvent> sink) {
        Connection connection = supervisor.connection();
        if (connection == null) {
            sink.error(new EngineException.Unavailable(reason()));
            return;
        }
        long id = connection.nextId();
        byte[] frame = Wire.frame(new ToWorker.Generate(id, request));
        if (frame.length > Wire.MOST_BYTES) {
            sink.error(new EngineException.Unsupported(
                    "messages", "the chat takes " + frame.length + " bytes; " + Wire.MOST_BYTES + " are allowed"));
            return;
        }
        connection.submit(id, frame, sink);
    }

    private String reason() {
        return switch (supervisor.health()) {
            case EngineHealth.Ready ready -> "the local engine's worker is gone";
            case EngineHealth.Preparing soon -> soon.reason();
            case EngineHealth.Unavailable none -> none.reason();
        };
    }

    @Override
    public EngineHealth health() {
        return supervisor.health();
    }

    @Override
    public EngineStatistics statistics() {
        return supervisor.statistics();
    }

    @Override
    public EngineStatistics statistics(String model) {
        return supervisor.statistics(model);
    }

    @Override
    public List<String> models() {
        return supervisor.models();
    }

    /** The worker's process id, for tools that look at it; -1 while there is none. */
    public long workerPid() {
        return supervisor.pid();
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
