package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.testing.ChatEngineContract;
import java.nio.file.Path;

/** The contract, in a process of its own. */
class WorkerContractTest extends ChatEngineContract {

    @Override
    protected ChatEngine open(Path modelFile, Shape shape) {
        return ready(WorkerEngine.open(settings(modelFile, shape), WorkerSettings.DEFAULTS));
    }

    private static EngineSettings settings(Path modelFile, Shape shape) {
        EngineSettings usual = EngineSettings.defaults(Path.of("target", "engine-data"))
                .withDownload(false)
                .withModelFile(modelFile);
        return new EngineSettings(
                usual.dataDirectory(),
                usual.modelFile(),
                usual.model(),
                usual.mirror(),
                usual.download(),
                usual.starterModel(),
                usual.nativeDirectory(),
                shape.contextTokens(),
                shape.slots(),
                1,
                shape.queue());
    }

    /** Sixteen in the worker, 64 here. */
    @Override
    protected int readAhead() {
        return 16 + 64;
    }
}
