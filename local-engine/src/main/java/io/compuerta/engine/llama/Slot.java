package io.compuerta.engine.llama;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One sequence of the context: who has it, and which tokens its attention cache holds. Belongs to the engine's thread. */
final class Slot {

    private static final int[] NOTHING = new int[0];

    private final int id;
    private @Nullable Generation generation;
    private int logitsAt = -1;
    private int[] left = NOTHING;
    private int leftSize;
    private @Nullable CacheKey leftBy;
    private long lastUse;

    Slot(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    @Nullable
    Generation generation() {
        return generation;
    }

    /** Entry of the batch that has this slot's logits, or -1. */
    int logitsAt() {
        return logitsAt;
    }

    void logitsAt(int entry) {
        logitsAt = entry;
    }

    /** Larger is later; 0 was never used. */
    long lastUse() {
        return lastUse;
    }

    void occupy(Generation newcomer, long use) {
        generation = newcomer;
        logitsAt = -1;
        lastUse = use;
        leftNothing();
    }

    /** @param keepsTokens whether the cache still holds what the model has seen */
    void leave(boolean keepsTokens, long use) {
        Generation leaving = generation;
        leftNothing();
        if (leaving != null && keepsTokens) {
            left = leaving.tokens();
            leftSize = leaving.evaluated();
            leftBy = leaving.cacheKey();
        }
        generation = null;
        logitsAt = -1;
        lastUse = use;
    }

    /** How many tokens the cache holds. */
    int held() {
        Generation present = generation;
        return present != null ? present.evaluated() : leftSize;
    }

    /** How many tokens of a text's start the cache holds; 0 for a text that may not share them. */
    int common(int[] tokens, int size, CacheKey key) {
        Generation present = generation;
        CacheKey owner = present != null ? present.cacheKey() : leftBy;
        if (!key.equals(owner)) {
            return 0;
        }
        int[] mine = present != null ? present.tokens() : left;
        int most = Math.min(held(), size);
        int mismatch = Arrays.mismatch(mine, 0, most, tokens, 0, most);
        return mismatch < 0 ? most : mismatch;
    }

    private void leftNothing() {
        left = NOTHING;
        leftSize = 0;
        leftBy = null;
    }
}
