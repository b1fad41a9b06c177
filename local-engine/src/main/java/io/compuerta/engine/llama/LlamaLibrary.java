package io.compuerta.engine.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native library, loaded once per process and never unloaded. Loading checks that it is the release this binding
 * is written for: the version it names, the sizes of the structures it fills, and defaults at their offsets.
 */
public final class LlamaLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(LlamaLibrary.class);
    private static final int CANARY_BYTES = 512;

    private static @Nullable LlamaLibrary loaded;

    private final Path directory;
    private final NativeCalls calls;

    private LlamaLibrary(Path directory, NativeCalls calls) {
        this.directory = directory;
        this.calls = calls;
    }

    /** Whether this build carries the libraries for the running platform. */
    public static boolean isBundled() {
        return NativeFiles.bundled();
    }

    /**
     * The library of this process.
     *
     * @param directory a directory of libraries, or null for those in the jar
     * @param cache     where those of the jar are unpacked
     * @throws NativeUnavailable if there is none, or it is not the pinned release, or another one is loaded already
     */
    public static synchronized LlamaLibrary load(@Nullable Path directory, Path cache) {
        String failure = NativeFailure.message();
        if (failure != null) {
            throw new NativeUnavailable(failure);
        }
        Path wanted = directory != null ? directory.toAbsolutePath() : null;
        LlamaLibrary present = loaded;
        if (present != null) {
            if (wanted != null && !wanted.equals(present.directory)) {
                throw new NativeUnavailable("native libraries are loaded from " + present.directory
                        + " already; one process cannot take others from " + wanted);
            }
            return present;
        }
        Path from = wanted != null ? wanted : NativeFiles.unpack(cache.toAbsolutePath());
        LlamaLibrary library = open(from);
        loaded = library;
        return library;
    }

    private static LlamaLibrary open(Path directory) {
        Path file = NativeFiles.libllama(directory);
        try {
            NativeCalls calls = new NativeCalls(SymbolLookup.libraryLookup(file, Arena.global()));
            checkRelease(calls);
            NativeLog.connect(calls);
            NativeFailure.guard(calls);
            try (Arena arena = Arena.ofConfined()) {
                calls.loadBackends.invokeExact(arena.allocateFrom(directory.toString()));
            }
            calls.backendInit.invokeExact();
            LOG.info("libllama {} from {} on {}", LlamaAbi.VERSION, directory, NativeText.read((MemorySegment)
                    calls.systemInfo.invokeExact()));
            return new LlamaLibrary(directory, calls);
        } catch (NativeUnavailable known) {
            throw known;
        } catch (Throwable failure) {
            throw new NativeUnavailable(
                    "libllama could not be loaded from " + file + ": " + failure.getMessage(), failure);
        }
    }

    NativeCalls calls() {
        return calls;
    }

    private static void checkRelease(NativeCalls calls) throws Throwable {
        String version = NativeText.read((MemorySegment) calls.version.invokeExact());
        if (!version.equals(LlamaAbi.VERSION)) {
            throw new NativeUnavailable(
                    "libllama is version " + version + "; this build works with " + LlamaAbi.VERSION + " only");
        }
        MemorySegment model = measure("llama_model_params", calls.modelDefaultParams, LlamaAbi.MODEL_PARAMS);
        expect(
                "use_extra_bufts",
                1,
                model.get(ValueLayout.JAVA_BYTE, LlamaAbi.offset(LlamaAbi.MODEL_PARAMS, "use_extra_bufts")));
        expect(
                "n_gpu_layers",
                -1,
                model.get(ValueLayout.JAVA_INT, LlamaAbi.offset(LlamaAbi.MODEL_PARAMS, "n_gpu_layers")));
        MemorySegment context = measure("llama_context_params", calls.contextDefaultParams, LlamaAbi.CONTEXT_PARAMS);
        expect("n_ctx", 512, context.get(ValueLayout.JAVA_INT, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, "n_ctx")));
        expect("n_batch", 2048, context.get(ValueLayout.JAVA_INT, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, "n_batch")));
        expect(
                "n_seq_max",
                1,
                context.get(ValueLayout.JAVA_INT, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, "n_seq_max")));
        expect("no_perf", 1, context.get(ValueLayout.JAVA_BYTE, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, "no_perf")));
        expect(
                "kv_unified",
                0,
                context.get(ValueLayout.JAVA_BYTE, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, "kv_unified")));
        checkTokenData(calls);
    }

    /** The library's greedy sampler has to find the likeliest of five candidates where our layouts put them. */
    private static void checkTokenData(NativeCalls calls) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment candidates = arena.allocate(LlamaAbi.TOKEN_DATA, 5);
            float[] logits = {1, -2, 3, 7, 5};
            for (int index = 0; index < logits.length; index++) {
                long at = index * LlamaAbi.TOKEN_DATA.byteSize();
                candidates.set(ValueLayout.JAVA_INT, at, 9 - index);
                candidates.set(
                        ValueLayout.JAVA_FLOAT, at + LlamaAbi.offset(LlamaAbi.TOKEN_DATA, "logit"), logits[index]);
            }
            MemorySegment array = arena.allocate(LlamaAbi.TOKEN_DATA_ARRAY);
            GrammarState.describe(array, candidates, logits.length);
            MemorySegment greedy = (MemorySegment) calls.samplerGreedy.invokeExact();
            calls.samplerApply.invokeExact(greedy, array);
            calls.samplerFree.invokeExact(greedy);
            long selected = array.get(ValueLayout.JAVA_LONG, LlamaAbi.offset(LlamaAbi.TOKEN_DATA_ARRAY, "selected"));
            expect("selected", 3, Math.toIntExact(selected));
        }
    }

    /**
     * Lets the library fill a structure inside a larger area, twice over different backgrounds. The last byte that is
     * equal in both was written by the library: it must lie within the last eight bytes of our layout.
     */
    private static MemorySegment measure(String name, MethodHandle defaults, StructLayout layout) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment first = arena.allocate(CANARY_BYTES, 16).fill((byte) 0x5A);
            MemorySegment second = arena.allocate(CANARY_BYTES, 16).fill((byte) 0xA5);
            fill(defaults, first);
            fill(defaults, second);
            int size = 0;
            for (int at = 0; at < CANARY_BYTES; at++) {
                if (first.get(ValueLayout.JAVA_BYTE, at) == second.get(ValueLayout.JAVA_BYTE, at)) {
                    size = at + 1;
                }
            }
            if (size > layout.byteSize() || size <= layout.byteSize() - Long.BYTES) {
                throw new NativeUnavailable(
                        name + " takes " + size + " bytes in this libllama; " + layout.byteSize() + " expected");
            }
            return MemorySegment.ofArray(first.toArray(ValueLayout.JAVA_INT));
        }
    }

    private static void fill(MethodHandle defaults, MemorySegment area) throws Throwable {
        SegmentAllocator intoArea = (bytes, alignment) -> area.asSlice(0, bytes);
        MemorySegment filled = (MemorySegment) defaults.invokeExact(intoArea);
        if (filled.address() != area.address()) {
            throw new NativeUnavailable("libllama's structures are not returned as expected");
        }
    }

    private static void expect(String field, int expected, int actual) {
        if (actual != expected) {
            throw new NativeUnavailable("the default of " + field + " is " + actual + " in this libllama; " + expected
                    + " expected: its structures differ from this build's");
        }
    }
}
