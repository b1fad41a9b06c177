package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Weights and vocabulary. Owned by one thread, which alone may call it. The file must have passed
 * {@link io.compuerta.engine.model.GgufCheck#readModel} and must not be changed in place while the model lives: it is mapped.
 */
final class LlamaModel implements AutoCloseable {

    /** The longest piece of any vocabulary seen is 256 bytes; longer ones get a second, exact try. */
    private static final int PIECE_BYTES = 512;

    private final NativeCalls calls;
    private final MemorySegment model;
    private final MemorySegment vocab;
    private final Arena arena;
    private final MemorySegment pieceBuffer;
    private final int vocabSize;
    private final int trainedContext;
    private boolean open = true;

    private LlamaModel(NativeCalls calls, MemorySegment model, Arena arena) throws Throwable {
        this.calls = calls;
        this.model = model;
        this.arena = arena;
        this.pieceBuffer = arena.allocate(PIECE_BYTES);
        this.vocab = (MemorySegment) calls.modelVocab.invokeExact(model);
        this.vocabSize = (int) calls.vocabSize.invokeExact(vocab);
        this.trainedContext = (int) calls.modelTrainedContext.invokeExact(model);
    }

    /** @throws EngineException.Unavailable if the library refuses the file */
    static LlamaModel load(LlamaLibrary library, Path file) {
        NativeCalls calls = library.calls();
        Arena arena = Arena.ofConfined();
        try {
            MemorySegment params = (MemorySegment) calls.modelDefaultParams.invokeExact((SegmentAllocator) arena);
            NativeLog.forgetErrors();
            MemorySegment model =
                    (MemorySegment) calls.modelLoad.invokeExact(arena.allocateFrom(file.toString()), params);
            if (model.address() == 0) {
                throw new EngineException.Unavailable(
                        "libllama cannot load " + file.getFileName() + ": " + NativeLog.firstError());
            }
            return new LlamaModel(calls, model, arena);
        } catch (Throwable failure) {
            arena.close();
            throw NativeCalls.failed(failure);
        }
    }

    /** Tokens the model was trained to keep in sight. */
    int trainedContext() {
        return trainedContext;
    }

    /** Bytes of all weights. */
    long weightBytes() {
        requireOpen();
        try {
            return (long) calls.modelSize.invokeExact(model);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    int vocabSize() {
        return vocabSize;
    }

    NativeCalls calls() {
        return calls;
    }

    /** For {@link LlamaContext}. */
    MemorySegment handle() {
        requireOpen();
        return model;
    }

    /** For {@link GrammarState}. */
    MemorySegment vocabulary() {
        requireOpen();
        return vocab;
    }

    /**
     * Text as token ids.
     *
     * @param control whether control tokens such as {@code <|im_end|>} are recognised in it: only ever true for the
     *     template's own markers, never for text of users
     */
    int[] tokenize(String text, boolean control) {
        requireOpen();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return new int[0];
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment input = scratch.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            // No token is shorter than a byte.
            MemorySegment output = scratch.allocate(ValueLayout.JAVA_INT, bytes.length + 2L);
            int count = (int)
                    calls.tokenize.invokeExact(vocab, input, bytes.length, output, bytes.length + 2, false, control);
            if (count < 0) {
                throw new IllegalStateException(
                        "a text of " + bytes.length + " bytes gave " + -(long) count + " tokens");
            }
            return output.asSlice(0, (long) count * Integer.BYTES).toArray(ValueLayout.JAVA_INT);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** The token that starts every text of this model, or -1 if it wants none. */
    int leadingToken() {
        requireOpen();
        try {
            return (boolean) calls.vocabAddBos.invokeExact(vocab) ? (int) calls.vocabBos.invokeExact(vocab) : -1;
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** The marks that a text stands between when it is embedded; -1 for one that this model does not want. */
    TextMarks marks() {
        requireOpen();
        try {
            if ((int) calls.vocabType.invokeExact(vocab) == LlamaAbi.VOCAB_WORD_PIECES) {
                return new TextMarks((int) calls.vocabBos.invokeExact(vocab), (int) calls.vocabSep.invokeExact(vocab));
            }
            boolean closed = (boolean) calls.vocabAddEos.invokeExact(vocab);
            return new TextMarks(leadingToken(), closed ? (int) calls.vocabEos.invokeExact(vocab) : -1);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Numbers of an embedding. */
    int embeddingLength() {
        requireOpen();
        try {
            return (int) calls.modelEmbeddingLength.invokeExact(model);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** The bytes of a token, possibly part of a character only; empty for control tokens. */
    byte[] piece(int token) {
        return piece(token, false);
    }

    /** The bytes of a token; of a control token its name, such as {@code <|im_end|>}. */
    byte[] name(int token) {
        return piece(token, true);
    }

    private byte[] piece(int token, boolean control) {
        requireToken(token);
        try {
            int length = (int) calls.tokenToPiece.invokeExact(vocab, token, pieceBuffer, PIECE_BYTES, 0, control);
            if (length >= 0) {
                return pieceBuffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
            try (Arena scratch = Arena.ofConfined()) {
                int needed = -length;
                MemorySegment large = scratch.allocate(needed);
                int written = (int) calls.tokenToPiece.invokeExact(vocab, token, large, needed, 0, control);
                return large.asSlice(0, Math.max(0, written)).toArray(ValueLayout.JAVA_BYTE);
            }
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Whether a token ends the model's turn. */
    boolean endsGeneration(int token) {
        requireToken(token);
        try {
            return (boolean) calls.vocabIsEog.invokeExact(vocab, token);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    void requireToken(int token) {
        requireOpen();
        if (token < 0 || token >= vocabSize) {
            throw new IllegalArgumentException("token " + token + " is not in 0.." + (vocabSize - 1));
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the model is closed");
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            calls.modelFree.invokeExact(model);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        } finally {
            arena.close();
        }
    }
}
