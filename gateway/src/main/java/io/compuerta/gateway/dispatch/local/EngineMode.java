package io.compuerta.gateway.dispatch.local;

/** Where the local model runs. */
public enum EngineMode {
    /** In the gateway's own process. A native crash ends both. */
    IN_PROCESS,
    /** In a child process, which may crash, hang or be killed and is started again. */
    WORKER
}
