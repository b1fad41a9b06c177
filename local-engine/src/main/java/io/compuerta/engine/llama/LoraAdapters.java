package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.compuerta.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The LoRA adapters of one model, loaded beside it, and the one that its context computes with now. The files must have
 * passed {@link io.compuerta.engine.model.AdapterCheck}. Owned by the engine's thread; to be closed before the model.
 */
final class LoraAdapters implements AutoCloseable {

    private final NativeCalls calls;
    private final Map<String, MemorySegment> loaded = new HashMap<>();
    private String inUse = "";

    private LoraAdapters(NativeCalls calls) {
        this.calls = calls;
    }

    /** @throws EngineException.Unavailable if the library refuses a file */
    static LoraAdapters load(LlamaModel model, Map<String, Path> files) {
        LoraAdapters adapters = new LoraAdapters(model.calls());
        try {
            files.forEach((name, file) -> adapters.loaded.put(name, load(model, name, file)));
            return adapters;
        } catch (RuntimeException failure) {
            adapters.close();
            throw failure;
        }
    }

    private static MemorySegment load(LlamaModel model, String name, Path file) {
        try (Arena scratch = Arena.ofConfined()) {
            NativeLog.forgetErrors();
            MemorySegment adapter = (MemorySegment)
                    model.calls().adapterInit.invokeExact(model.handle(), scratch.allocateFrom(file.toString()));
            if (adapter.address() == 0) {
                throw new EngineException.Unavailable("libllama cannot load the adapter " + name + " from "
                        + file.getFileName() + ": " + NativeLog.firstError());
            }
            return adapter;
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Lets the context compute with one of the adapters, or with none if the name is empty. */
    void use(LlamaContext context, String name) {
        if (name.equals(inUse)) {
            return;
        }
        MemorySegment adapter = name.isEmpty() ? MemorySegment.NULL : loaded.get(name);
        if (adapter == null) {
            throw new IllegalArgumentException("there is no adapter " + name);
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment pointer = scratch.allocateFrom(ADDRESS, adapter);
            MemorySegment scale = scratch.allocateFrom(JAVA_FLOAT, 1);
            int code = (int) calls.adaptersSet.invokeExact(context.handle(), pointer, name.isEmpty() ? 0L : 1L, scale);
            if (code != 0) {
                throw new EngineException.Unavailable(
                        "the adapter " + name + " could not be applied: the library answered " + code);
            }
            inUse = name;
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    @Override
    public void close() {
        try {
            for (MemorySegment adapter : loaded.values()) {
                calls.adapterFree.invokeExact(adapter);
            }
            loaded.clear();
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }
}
