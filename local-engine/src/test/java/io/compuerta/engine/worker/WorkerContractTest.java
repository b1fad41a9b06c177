package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.testing.ChatEngineContract;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The contract, in a process of its own. */
class WorkerContractTest extends ChatEngineContract {

    @Override
    protected ChatEngine open(Path modelFile, Shape shape) {
        ObjectNode settings = (ObjectNode) JsonMapper.shared()
                .readTree(LocalEngineProgram.configuration(EngineSettings.defaults(Path.of("target", "engine-data"))
                        .withDownload(false)
                        .withModelFile(modelFile)));
        settings.put("contextTokens", shape.contextTokens())
                .put("slots", shape.slots())
                .put("threads", 1)
                .put("queueCapacity", shape.queue());
        return ready(WorkerEngine.open(LocalEngineProgram.class, settings.toString(), WorkerSettings.DEFAULTS));
    }

    /** Sixteen in the worker, 64 here. */
    @Override
    protected int readAhead() {
        return 16 + 64;
    }
}
