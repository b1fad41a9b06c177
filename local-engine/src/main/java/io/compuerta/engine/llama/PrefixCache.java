package io.compuerta.engine.llama;

import org.jspecify.annotations.Nullable;

/**
 * Finds a newcomer the slot that spares it most reading. A slot keeps its tokens when an answer ends; the next request
 * whose prompt begins with them reads only the rest. Where another slot, busy or not, holds a longer beginning (many
 * chats share a system prompt) it is copied. The least recently used slot is sacrificed. Belongs to the engine's thread.
 */
final class PrefixCache {

    /** A copy moves a slot's whole cache, filled or not: below a share of its size, reading again is as quick. */
    private static final int COPY_SHARE = 64;

    private static final int LEAST_COPY = 32;

    private final SequenceMemory memory;
    private final Slot[] slots;
    private final boolean enabled;
    private final int leastCopy;
    private boolean forgetsParts = true;
    private long uses;

    PrefixCache(SequenceMemory memory, Slot[] slots, int tokensPerSlot, boolean enabled) {
        this.memory = memory;
        this.slots = slots;
        this.enabled = enabled;
        this.leastCopy = Math.max(LEAST_COPY, tokensPerSlot / COPY_SHARE);
    }

    /** Gives a free slot to a tokenized answer; there must be one. */
    void seat(Generation newcomer) {
        // The last token is always read anew: without it there is nothing to draw the next one from.
        int most = newcomer.size() - 1;
        Slot target = target(newcomer, most);
        int kept = common(target, newcomer, most);
        Slot source = longest(newcomer, most, false);
        if (source != null && common(source, newcomer, most) - kept >= leastCopy) {
            memory.copy(source.id(), target.id());
            kept = trim(target.id(), common(source, newcomer, most), source.held());
        } else {
            kept = trim(target.id(), kept, target.held());
        }
        target.occupy(newcomer, ++uses);
        newcomer.seated(kept);
    }

    boolean hasFree() {
        for (Slot slot : slots) {
            if (slot.generation() == null) {
                return true;
            }
        }
        return false;
    }

    /** Takes a slot from its answer and keeps what the model has seen of it. */
    void free(Slot slot) {
        if (!enabled) {
            memory.clear(slot.id());
        }
        slot.leave(enabled, ++uses);
    }

    /** Takes a slot from its answer after the model failed: what its cache holds is unknown. */
    void wipe(Slot slot) {
        memory.clear(slot.id());
        slot.leave(false, ++uses);
    }

    /** Tokens in all caches. */
    long held() {
        long total = 0;
        for (Slot slot : slots) {
            total += slot.held();
        }
        return total;
    }

    /** The free slot with the longest common beginning, unless that would cost more than it spares: then the oldest. */
    private Slot target(Generation newcomer, int most) {
        Slot best = longest(newcomer, most, true);
        if (best != null && 2 * common(best, newcomer, most) >= best.held()) {
            return best;
        }
        Slot oldest = null;
        for (Slot slot : slots) {
            if (slot.generation() == null && (oldest == null || slot.lastUse() < oldest.lastUse())) {
                oldest = slot;
            }
        }
        if (oldest == null) {
            throw new IllegalStateException("no slot is free");
        }
        return oldest;
    }

    private @Nullable Slot longest(Generation newcomer, int most, boolean free) {
        Slot best = null;
        int longest = 0;
        for (Slot slot : slots) {
            if (!free || slot.generation() == null) {
                int common = common(slot, newcomer, most);
                if (common > longest) {
                    best = slot;
                    longest = common;
                }
            }
        }
        return best;
    }

    private int common(Slot slot, Generation newcomer, int most) {
        if (!enabled) {
            return 0;
        }
        int common = slot.common(newcomer.tokens(), most, newcomer.cacheKey());
        return forgetsParts || common == slot.held() ? common : 0;
    }

    /** @return how many tokens the slot holds then */
    private int trim(int slot, int wanted, int held) {
        if (wanted == held) {
            return wanted;
        }
        if (wanted > 0) {
            if (memory.keepFirst(slot, wanted)) {
                return wanted;
            }
            forgetsParts = false;
        }
        memory.clear(slot);
        return 0;
    }
}
