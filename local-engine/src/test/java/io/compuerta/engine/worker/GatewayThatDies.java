package io.compuerta.engine.worker;

import io.compuerta.engine.EngineHealth;
import java.util.concurrent.locks.LockSupport;

/** A main class: starts a worker, tells its process id, and is gone without a word to it. */
final class GatewayThatDies {

    private GatewayThatDies() {}

    public static void main(String[] arguments) {
        WorkerEngine engine = WorkerEngine.open(ObedientProgram.class, "", WorkerSettings.DEFAULTS);
        while (!(engine.health() instanceof EngineHealth.Ready)) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(engine.workerPid());
        Runtime.getRuntime().halt(0);
    }
}
