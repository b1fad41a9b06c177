package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.model.EmbeddingFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;

/**
 * The working memory of a model that embeds: a few texts at a time, each a sequence. Owned by one thread. Ids, positions
 * and sizes are checked here, because the library checks them by ending the process.
 */
final class SentenceContext implements AutoCloseable {

    /** Texts in one go. */
    static final int SEQUENCES = 16;

    /** Of a model that reads from left to right; more gains nothing (docs/engine.md, Fairness), and cannot be left. */
    private static final int STEP_TOKENS = 64;

    private final LlamaModel model;
    private final NativeCalls calls;
    private final MemorySegment context;
    private final MemorySegment memory;
    private final Arena arena;
    private final TokenBatch batch;
    private final int textTokens;
    private final int dimension;
    private boolean open = true;

    private SentenceContext(LlamaModel model, MemorySegment context, Arena arena, int textTokens, int batchTokens)
            throws Throwable {
        this.model = model;
        this.calls = model.calls();
        this.context = context;
        this.arena = arena;
        this.textTokens = textTokens;
        this.memory = (MemorySegment) calls.memory.invokeExact(context);
        this.batch = new TokenBatch(arena, batchTokens);
        this.dimension = model.embeddingLength();
    }

    /** @param textTokens of all texts in one go, at least {@link #SEQUENCES} */
    static SentenceContext create(LlamaModel model, EmbeddingFile file, int textTokens, int threads) {
        NativeCalls calls = model.calls();
        // An encoder asserts that all it is to see fits one step.
        int batchTokens = file.encoder() ? textTokens : Math.min(STEP_TOKENS, textTokens);
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment params = (MemorySegment) calls.contextDefaultParams.invokeExact((SegmentAllocator) arena);
            set(params, "n_ctx", textTokens);
            set(params, "n_batch", batchTokens);
            set(params, "n_ubatch", batchTokens);
            set(params, "n_seq_max", SEQUENCES);
            // An encoder gives every token out; of the others only the last of each text is asked for.
            set(params, "n_outputs_max", file.encoder() ? batchTokens : SEQUENCES);
            set(params, "pooling_type", file.pooling().id());
            set(params, "n_threads", threads);
            set(params, "n_threads_batch", threads);
            set(params, "embeddings", true);
            // Texts of different length then share a step, and a step is never cut where a text is not.
            set(params, "kv_unified", true);
            NativeLog.forgetErrors();
            MemorySegment context = (MemorySegment) calls.contextInit.invokeExact(model.handle(), params);
            if (context.address() == 0) {
                throw new EngineException.Unavailable("no context of " + textTokens
                        + " tokens could be made (out of memory?): " + NativeLog.firstError());
            }
            return new SentenceContext(model, context, arena, textTokens, batchTokens);
        } catch (Throwable failure) {
            arena.close();
            throw NativeCalls.failed(failure);
        }
    }

    /** The batch to fill and {@link #run}. */
    TokenBatch batch() {
        return batch;
    }

    /** Whether the next runs give vectors out, or only fill the memory. */
    void giveOut(boolean vectors) {
        requireOpen();
        try {
            calls.embeddingsSet.invokeExact(context, vectors);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Forgets all texts. */
    void clear() {
        requireOpen();
        if (memory.address() == 0) {
            return;
        }
        try {
            for (int sequence = 0; sequence < SEQUENCES; sequence++) {
                boolean removed = (boolean) calls.memorySequenceRemove.invokeExact(memory, sequence, -1, -1);
                if (!removed) {
                    throw new IllegalStateException("sequence " + sequence + " could not be emptied");
                }
            }
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Runs the model over the batch and empties it. @throws EngineException.Unavailable if it could not */
    void run() {
        requireOpen();
        for (int index = 0; index < batch.size(); index++) {
            model.requireToken(batch.token(index));
            requireSequence(batch.slot(index));
            if (batch.position(index) < 0 || batch.position(index) >= textTokens) {
                throw new IllegalArgumentException(
                        "position " + batch.position(index) + " is not in 0.." + (textTokens - 1));
            }
        }
        if (batch.size() == 0) {
            throw new IllegalArgumentException("an empty batch cannot be run");
        }
        int code;
        try {
            code = (int) calls.decode.invokeExact(context, batch.struct());
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        } finally {
            batch.clear();
        }
        if (code != 0) {
            throw new EngineException.Unavailable("the embedding model could not be run (code " + code + ")");
        }
    }

    /** The vector of a text that the last run ended, not of length one. */
    float[] vector(int sequence) {
        requireOpen();
        requireSequence(sequence);
        try {
            MemorySegment vector = (MemorySegment) calls.embeddingsOfSequence.invokeExact(context, sequence);
            if (vector.address() == 0) {
                throw new IllegalStateException("the library has no vector of sequence " + sequence);
            }
            return vector.reinterpret((long) dimension * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    private static void requireSequence(int sequence) {
        if (sequence < 0 || sequence >= SEQUENCES) {
            throw new IllegalArgumentException("sequence " + sequence + " is not in 0.." + (SEQUENCES - 1));
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the context is closed");
        }
    }

    private static void set(MemorySegment params, String field, int value) {
        params.set(ValueLayout.JAVA_INT, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, field), value);
    }

    private static void set(MemorySegment params, String field, boolean value) {
        params.set(ValueLayout.JAVA_BOOLEAN, LlamaAbi.offset(LlamaAbi.CONTEXT_PARAMS, field), value);
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            calls.contextFree.invokeExact(context);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        } finally {
            arena.close();
        }
    }
}
