package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.compuerta.engine.EngineException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A grammar of llama.cpp and how far the text has come in it. The library ends the process when it is handed a token
 * that the rules forbid, so every token is asked about first. Owned by the engine's thread.
 */
final class GrammarState implements AutoCloseable {

    private static final int BATCH = 256;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Computing time one question or step may take. Rules that can be read in many ways at once multiply these with
     * every character; nobody else's answer should wait for that. A step takes microseconds otherwise.
     */
    private static final long MOST_NANOS = 250_000_000;

    private final LlamaModel model;
    private final NativeCalls calls;
    private final MemorySegment sampler;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment candidates = arena.allocate(LlamaAbi.TOKEN_DATA, BATCH);
    private final MemorySegment array = arena.allocate(LlamaAbi.TOKEN_DATA_ARRAY);
    private boolean open = true;

    private GrammarState(LlamaModel model, MemorySegment sampler) {
        this.model = model;
        this.calls = model.calls();
        this.sampler = sampler;
    }

    /**
     * @param gbnf that passed {@link GbnfCheck}
     * @throws EngineException.Unsupported if the library refuses it all the same
     */
    static GrammarState parse(LlamaModel model, String gbnf) {
        NativeCalls calls = model.calls();
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment sampler = (MemorySegment) calls.samplerGrammar.invokeExact(
                    model.vocabulary(), scratch.allocateFrom(gbnf), scratch.allocateFrom("root"));
            if (sampler.address() == 0) {
                throw new EngineException.Unsupported(
                        "response_format", "the grammar of " + gbnf.length() + " characters cannot be used");
            }
            return new GrammarState(model, sampler);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Whether each token may be next; an end of the turn may exactly when the rules are fulfilled. */
    boolean[] allows(int[] tokens) {
        requireOpen();
        boolean[] verdicts = new boolean[tokens.length];
        for (int from = 0; from < tokens.length; from += BATCH) {
            ask(tokens, from, Math.min(BATCH, tokens.length - from), verdicts);
        }
        return verdicts;
    }

    private void ask(int[] tokens, int from, int count, boolean[] verdicts) {
        long step = LlamaAbi.TOKEN_DATA.byteSize();
        long atLogit = LlamaAbi.offset(LlamaAbi.TOKEN_DATA, "logit");
        for (int index = 0; index < count; index++) {
            model.requireToken(tokens[from + index]);
            candidates.set(JAVA_INT, index * step, tokens[from + index]);
            candidates.set(JAVA_FLOAT, index * step + atLogit, 1);
        }
        describe(array, candidates, count);
        long started = THREADS.getCurrentThreadCpuTime();
        try {
            calls.samplerApply.invokeExact(sampler, array);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
        requireQuick(started);
        for (int index = 0; index < count; index++) {
            int token = tokens[from + index];
            boolean allowed = candidates.get(JAVA_FLOAT, index * step + atLogit) == 1;
            verdicts[from + index] = allowed && (model.endsGeneration(token) || isText(token));
        }
    }

    /** The library takes control tokens by their names; in the text they are nothing. */
    private boolean isText(int token) {
        return model.piece(token).length > 0;
    }

    /** Fills in a {@code llama_token_data_array}. */
    static void describe(MemorySegment array, MemorySegment candidates, int count) {
        array.set(ADDRESS, LlamaAbi.offset(LlamaAbi.TOKEN_DATA_ARRAY, "data"), candidates);
        array.set(JAVA_LONG, LlamaAbi.offset(LlamaAbi.TOKEN_DATA_ARRAY, "size"), count);
        array.set(JAVA_LONG, LlamaAbi.offset(LlamaAbi.TOKEN_DATA_ARRAY, "selected"), -1);
        array.set(JAVA_BYTE, LlamaAbi.offset(LlamaAbi.TOKEN_DATA_ARRAY, "sorted"), (byte) 0);
    }

    /** Goes on by a token. */
    void accept(int token) {
        if (!allows(new int[] {token})[0] || model.endsGeneration(token)) {
            throw new IllegalStateException("token " + token + " does not continue the grammar");
        }
        long started = THREADS.getCurrentThreadCpuTime();
        acceptUnchecked(token);
        requireQuick(started);
    }

    /** Without the check; the test of the guards needs a way to break a promise. */
    void acceptUnchecked(int token) {
        requireOpen();
        try {
            calls.samplerAccept.invokeExact(sampler, token);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    private static void requireQuick(long started) {
        long taken = THREADS.getCurrentThreadCpuTime() - started;
        if (taken > MOST_NANOS) {
            throw new EngineException.Unsupported(
                    "response_format",
                    "the grammar can be read in too many ways: a step of it took " + taken / 1_000_000 + " ms");
        }
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the grammar is closed");
        }
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            calls.samplerFree.invokeExact(sampler);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        } finally {
            arena.close();
        }
    }
}
