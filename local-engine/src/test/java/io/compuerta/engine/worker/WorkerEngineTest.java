package io.compuerta.engine.worker;

import static io.compuerta.engine.testing.Answers.ask;
import static io.compuerta.engine.testing.Answers.end;
import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.ChildJvm;
import io.compuerta.engine.testing.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** What becomes of answers, processes and files when workers die, hang or are ended. */
@Timeout(120)
class WorkerEngineTest {

    private static WorkerEngine open() {
        return ready(WorkerEngine.open(ObedientProgram.class, "", WorkerSettings.DEFAULTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-KILL", "-SEGV"})
    void aSignalEndsWhatRunsAndTheNextWorkerAnswers(String signal) {
        try (WorkerEngine engine = open()) {
            long first = engine.workerPid();

            StepVerifier.create(engine.generate(ask("one word, then stand still", 1)))
                    .expectNextCount(1)
                    .then(() -> signal(signal, first))
                    .expectError(EngineException.Unavailable.class)
                    .verify();

            assertAnswersAgain(engine, first);
        }
    }

    @Test
    void whoLearnsOfADeathSeesThatItComesBack() {
        try (WorkerEngine engine = open()) {
            StepVerifier.create(engine.generate(ask("die", 1)))
                    .expectErrorSatisfies(error -> {
                        assertThat(error).isInstanceOf(EngineException.Unavailable.class);
                        assertThat(engine.health())
                                .isInstanceOfSatisfying(
                                        EngineHealth.Preparing.class,
                                        state -> assertThat(state.comingBack()).isTrue());
                    })
                    .verify();

            Soon.until(
                    "the worker's word",
                    () -> engine.health() instanceof EngineHealth.Preparing state
                            && state.reason().contains("ended with code 42"));
        }
    }

    @Test
    void aWorkerWhoseHeartStopsIsReplaced() {
        WorkerSettings impatient = WorkerSettings.DEFAULTS.withPatience(
                Duration.ofMillis(50), Duration.ofSeconds(10), Duration.ofSeconds(100));
        try (WorkerEngine engine = ready(WorkerEngine.open(ObedientProgram.class, "", impatient))) {
            long first = engine.workerPid();

            signal("-STOP", first);

            assertAnswersAgain(engine, first);
        }
    }

    @Test
    void aWorkerWhoseModelStandsStillIsReplaced() {
        WorkerSettings impatient = WorkerSettings.DEFAULTS.withPatience(
                Duration.ofMillis(50), Duration.ofSeconds(20), Duration.ofSeconds(10));
        try (WorkerEngine engine = ready(WorkerEngine.open(ObedientProgram.class, "", impatient))) {
            long first = engine.workerPid();

            StepVerifier.create(engine.generate(ask("stand still", 1)))
                    .expectError(EngineException.Unavailable.class)
                    .verify();

            assertAnswersAgain(engine, first);
        }
    }

    @Test
    void aWorkerWhoseEngineBreaksIsReplaced() {
        try (WorkerEngine engine = open()) {
            long first = engine.workerPid();

            StepVerifier.create(engine.generate(ask("break", 1)))
                    .expectError(EngineException.Unavailable.class)
                    .verify();

            assertAnswersAgain(engine, first);
        }
    }

    @Test
    void aWorkerThatCannotStartIsTriedAgainAndHealthSaysWhy() {
        WorkerEngine engine = WorkerEngine.open(ObedientProgram.class, "die at once", WorkerSettings.DEFAULTS);
        try (engine) {
            Soon.until(
                    "the worker's word",
                    () -> engine.health() instanceof EngineHealth.Preparing state
                            && state.reason().contains("ended with code 42"));

            assertThat(engine.health())
                    .isInstanceOfSatisfying(
                            EngineHealth.Preparing.class,
                            state -> assertThat(state.comingBack()).isFalse());
            StepVerifier.create(engine.generate(ask("hello", 1)))
                    .expectError(EngineException.Unavailable.class)
                    .verify();
        }
    }

    @Test
    void whatAnEngineThrowsDoesNotEndTheWorkerNorCrossOver() {
        try (WorkerEngine engine = open()) {
            StepVerifier.create(engine.generate(ask("throw", 1)))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(EngineException.Unavailable.class)
                            .hasMessageContaining("IllegalStateException")
                            .hasMessageNotContaining("secret"))
                    .verify();

            assertAnswers(engine);
        }
    }

    @Test
    void aSlowReaderHoldsTheWorkerBackWithoutHeapingUpOnEitherSide() {
        try (WorkerEngine engine = open()) {
            StepVerifier.create(engine.generate(ask("much", Integer.MAX_VALUE)), 1)
                    .expectNextCount(1)
                    .then(() -> assertAnswers(engine))
                    .then(() ->
                            assertThat(engine.statistics().completionTokens()).isLessThanOrEqualTo(1 + 64 + 3))
                    .thenCancel()
                    .verify();
        }
    }

    @Test
    void countsGoOnOverDeaths() {
        try (WorkerEngine engine = open()) {
            assertAnswers(engine);
            assertThat(engine.statistics().completionTokens()).isEqualTo(3);

            signal("-KILL", engine.workerPid());
            Soon.until("the end of the worker", () -> !(engine.health() instanceof EngineHealth.Ready));
            ready(engine);
            assertAnswers(engine);

            assertThat(engine.statistics().completionTokens()).isEqualTo(6);
        }
    }

    @Test
    void aRequestTooLongForTheWireIsRefused() {
        try (WorkerEngine engine = open()) {
            StepVerifier.create(engine.generate(ask("x".repeat(Wire.MOST_BYTES), 1)))
                    .expectError(EngineException.Unsupported.class)
                    .verify();

            assertAnswers(engine);
        }
    }

    @Test
    void closingLeavesNeitherProcessNorFile(@TempDir Path temporary) throws IOException {
        String usual = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", temporary.toString());
        try (WorkerEngine engine = open()) {
            ProcessHandle worker = ProcessHandle.of(engine.workerPid()).orElseThrow();
            try (var files = Files.list(temporary)) {
                assertThat(files).isEmpty();
            }

            engine.close();

            assertThat(worker.isAlive()).isFalse();
            assertThat(engine.health()).isEqualTo(new EngineHealth.Unavailable("the local engine is closed"));
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
    }

    @Test
    void aWorkerDoesNotOutliveItsGateway() throws Exception {
        ChildJvm gateway = ChildJvm.run(GatewayThatDies.class);
        long pid = Long.parseLong(gateway.output().lines().toList().getLast());

        ProcessHandle.of(pid)
                .ifPresent(worker ->
                        worker.onExit().orTimeout(60, TimeUnit.SECONDS).join());

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aWorkerLeavesItsEndToTheGateway() {
        try (WorkerEngine engine = open()) {
            signal("-INT", engine.workerPid());
            signal("-TERM", engine.workerPid());
            signal("-HUP", engine.workerPid());

            assertAnswers(engine);
        }
    }

    private static void assertAnswersAgain(WorkerEngine engine, long formerPid) {
        Soon.until(
                "a new worker", () -> engine.workerPid() != formerPid && engine.health() instanceof EngineHealth.Ready);
        assertAnswers(engine);
        assertThat(ProcessHandle.of(formerPid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static void assertAnswers(ChatEngine engine) {
        List<EngineEvent> events =
                engine.generate(ask("hello", 3)).collectList().block();
        assertThat(events).hasSize(4);
        assertThat(end(events).usage().completionTokens()).isEqualTo(3);
    }

    private static WorkerEngine ready(WorkerEngine engine) {
        Soon.until("a worker that is ready", () -> engine.health() instanceof EngineHealth.Ready);
        return engine;
    }

    private static void signal(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
