package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * The working memory of a model: several sequences (slots), each with its own attention cache. Owned by one thread.
 * Indexes, positions and sizes are checked here, because the library checks them by ending the process.
 */
final class LlamaContext implements SequenceMemory, AutoCloseable {

    private final LlamaModel model;
    private final NativeCalls calls;
    private final MemorySegment context;
    private final MemorySegment memory;
    private final Arena arena;
    private final int slots;
    private final int tokensPerSlot;
    private final TokenBatch batch;
    private final float[] logits;
    private boolean open = true;

    private LlamaContext(LlamaModel model, MemorySegment context, Arena arena, int slots, int batchTokens)
            throws Throwable {
        this.model = model;
        this.calls = model.calls();
        this.context = context;
        this.arena = arena;
        this.slots = slots;
        this.memory = (MemorySegment) calls.memory.invokeExact(context);
        this.tokensPerSlot = (int) calls.contextTokensPerSequence.invokeExact(context);
        this.batch = new TokenBatch(arena, batchTokens);
        this.logits = new float[model.vocabSize()];
    }

    /**
     * Allocates the caches of all slots.
     *
     * @param settings of which the context is cut to what the model was trained for
     */
    static LlamaContext create(LlamaModel model, LlamaSettings settings) {
        NativeCalls calls = model.calls();
        int slots = settings.slots();
        int tokensPerSlot = Math.min(settings.contextTokens(), model.trainedContext());
        // A run of more tokens than the context holds would be cut by the library, and end the process when filled.
        int batchTokens = Math.min(slots + settings.prefillTokens(), Math.multiplyExact(slots, tokensPerSlot));
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment params = (MemorySegment) calls.contextDefaultParams.invokeExact((SegmentAllocator) arena);
            set(params, "n_ctx", Math.multiplyExact(slots, tokensPerSlot));
            set(params, "n_batch", batchTokens);
            set(params, "n_ubatch", batchTokens);
            set(params, "n_seq_max", slots);
            // One token of each slot is drawn from; without this, room for the logits of a whole batch is set aside.
            set(params, "n_outputs_max", slots);
            set(params, "n_threads", settings.threads());
            set(params, "n_threads_batch", settings.threads());
            if (settings.exactAttention()) {
                set(params, "type_k", LlamaAbi.TYPE_F32);
                set(params, "type_v", LlamaAbi.TYPE_F32);
                set(params, "flash_attn_type", LlamaAbi.FLASH_ATTENTION_OFF);
            }
            NativeLog.forgetErrors();
            MemorySegment context = (MemorySegment) calls.contextInit.invokeExact(model.handle(), params);
            if (context.address() == 0) {
                throw new EngineException.Unavailable("no context of " + slots + " x " + tokensPerSlot
                        + " tokens could be made (out of memory?): " + NativeLog.firstError());
            }
            return new LlamaContext(model, context, arena, slots, batchTokens);
        } catch (Throwable failure) {
            arena.close();
            throw NativeCalls.failed(failure);
        }
    }

    /** Tokens that fit a slot; the library may round the wish up. */
    int tokensPerSlot() {
        return tokensPerSlot;
    }

    /** The batch to fill and {@link #decode}. */
    TokenBatch batch() {
        return batch;
    }

    /**
     * Runs the model over the batch.
     *
     * @return 0, or the library's code: 1 no room, 2 aborted, negative invalid or fatal
     */
    int decode() {
        requireOpen();
        for (int index = 0; index < batch.size(); index++) {
            model.requireToken(batch.token(index));
            requireSlot(batch.slot(index));
            if (batch.position(index) < 0 || batch.position(index) >= tokensPerSlot) {
                throw new IllegalArgumentException(
                        "position " + batch.position(index) + " is not in 0.." + (tokensPerSlot - 1));
            }
        }
        if (batch.size() == 0) {
            throw new IllegalArgumentException("an empty batch cannot be decoded");
        }
        try {
            return (int) calls.decode.invokeExact(context, batch.struct());
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        } finally {
            batch.markDecoded();
        }
    }

    /** The logits of a batch entry that asked for them, in an array that the next call overwrites. */
    float[] logits(int index) {
        requireOpen();
        if (!batch.hasLogits(index)) {
            throw new IllegalArgumentException("entry " + index + " of the last batch has no logits");
        }
        try {
            MemorySegment row = (MemorySegment) calls.logits.invokeExact(context, index);
            if (row.address() == 0) {
                throw new IllegalStateException("the library has no logits of entry " + index);
            }
            MemorySegment.copy(
                    row.reinterpret((long) logits.length * Float.BYTES),
                    ValueLayout.JAVA_FLOAT,
                    0,
                    logits,
                    0,
                    logits.length);
            return logits;
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** For {@link LoraAdapters}. */
    MemorySegment handle() {
        requireOpen();
        return context;
    }

    @Override
    public void clear(int slot) {
        if (!remove(slot, 0)) {
            throw new IllegalStateException("slot " + slot + " could not be emptied");
        }
    }

    @Override
    public boolean keepFirst(int slot, int tokens) {
        if (tokens < 1 || tokens > tokensPerSlot) {
            throw new IllegalArgumentException(tokens + " tokens to keep; 1 to " + tokensPerSlot + " is allowed");
        }
        return remove(slot, tokens);
    }

    private boolean remove(int slot, int from) {
        requireOpen();
        requireSlot(slot);
        try {
            return (boolean) calls.memorySequenceRemove.invokeExact(memory, slot, from == 0 ? -1 : from, -1);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Whole sequences only: the library ends the process when asked to move a part between separate caches. */
    @Override
    public void copy(int from, int to) {
        requireOpen();
        requireSlot(from);
        requireSlot(to);
        try {
            calls.memorySequenceCopy.invokeExact(memory, from, to, -1, -1);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    private void requireSlot(int slot) {
        if (slot < 0 || slot >= slots) {
            throw new IllegalArgumentException("slot " + slot + " is not in 0.." + (slots - 1));
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the context is closed");
        }
    }

    private static void set(MemorySegment params, String field, int value) {
        StructLayout layout = LlamaAbi.CONTEXT_PARAMS;
        params.set(ValueLayout.JAVA_INT, LlamaAbi.offset(layout, field), value);
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
