package io.compuerta.engine.chat;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;

/** The manners of one model. Thread-safe; may take milliseconds, and never runs on an event loop. */
public interface ChatFormat {

    /** @throws EngineException.Unsupported when this model cannot do what the request asks */
    RenderedChat render(GenerationRequest request);
}
