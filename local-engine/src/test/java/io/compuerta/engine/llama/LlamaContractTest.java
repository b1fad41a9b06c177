package io.compuerta.engine.llama;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.testing.ChatEngineContract;
import io.compuerta.engine.testing.NativeLibrary;
import java.nio.file.Path;

/** The contract, in this process. */
class LlamaContractTest extends ChatEngineContract {

    @Override
    protected ChatEngine open(Path modelFile, Shape shape) {
        LlamaSettings settings =
                new LlamaSettings("tiny", false, shape.contextTokens(), shape.slots(), 1, shape.queue(), 64);
        return LlamaChatEngine.open(NativeLibrary.require(), modelFile, settings);
    }

    @Override
    protected int readAhead() {
        return 16;
    }
}
