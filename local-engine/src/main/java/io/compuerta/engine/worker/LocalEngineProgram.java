package io.compuerta.engine.worker;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.local.EngineFactory;
import io.compuerta.engine.local.EngineSettings;
import io.compuerta.engine.model.PullProgress;

/** The engine that would otherwise run in the gateway's process. Its configuration is {@link EngineSettings} as JSON. */
public final class LocalEngineProgram implements WorkerProgram {

    static String configuration(EngineSettings settings) {
        return Wire.configuration(settings);
    }

    @Override
    public ChatEngine open(String configuration) {
        return EngineFactory.open(Wire.configuration(configuration, EngineSettings.class), PullProgress.SILENT);
    }
}
