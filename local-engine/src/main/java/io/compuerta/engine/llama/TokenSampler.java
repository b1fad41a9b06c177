package io.compuerta.engine.llama;

import io.compuerta.engine.Sampling;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A chain of llama.cpp samplers for one answer: temperature, then top-k, then top-p, then the draw, in the order of
 * the servers for which Qwen publishes its recommended values. It keeps the state of the random numbers and outlives a
 * change of slot. Owned by the engine's thread.
 */
final class TokenSampler implements AutoCloseable {

    /** llama.cpp reads this seed as "take a random one"; the same seed must give the same text, so it is replaced. */
    private static final int RANDOM_SEED = 0xFFFFFFFF;

    private final NativeCalls calls;
    private final MemorySegment chain;
    private boolean open = true;

    TokenSampler(NativeCalls calls, Sampling sampling) {
        this.calls = calls;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(LlamaAbi.SAMPLER_CHAIN_PARAMS);
            params.set(ValueLayout.JAVA_BOOLEAN, 0, true);
            chain = (MemorySegment) calls.samplerChainInit.invokeExact(params);
            if (sampling.temperature() == 0) {
                add((MemorySegment) calls.samplerGreedy.invokeExact());
                return;
            }
            add((MemorySegment) calls.samplerTemperature.invokeExact(sampling.temperature()));
            if (sampling.topK() > 0) {
                add((MemorySegment) calls.samplerTopK.invokeExact(sampling.topK()));
            }
            if (sampling.topP() < 1) {
                add((MemorySegment) calls.samplerTopP.invokeExact(sampling.topP(), 1L));
            }
            int seed = sampling.seed() == RANDOM_SEED ? 1 : sampling.seed();
            add((MemorySegment) calls.samplerDistribution.invokeExact(seed));
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    /** Draws and remembers a token. Only {@link LlamaContext} calls this: it knows which entries have logits. */
    int sample(MemorySegment context, int index) {
        if (!open) {
            throw new IllegalStateException("the sampler is closed");
        }
        try {
            return (int) calls.samplerSample.invokeExact(chain, context, index);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }

    private void add(MemorySegment sampler) throws Throwable {
        calls.samplerChainAdd.invokeExact(chain, sampler);
    }

    @Override
    public void close() {
        if (!open) {
            return;
        }
        open = false;
        try {
            calls.samplerFree.invokeExact(chain);
        } catch (Throwable failure) {
            throw NativeCalls.failed(failure);
        }
    }
}
