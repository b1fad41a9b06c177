package io.compuerta.engine.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A {@code llama_batch} of fixed capacity: tokens of several slots for one run of the model. */
final class TokenBatch {

    private final int capacity;
    private final MemorySegment struct;
    private final MemorySegment tokens;
    private final MemorySegment positions;
    private final MemorySegment slots;
    private final MemorySegment logits;
    private int size;
    private boolean decoded;

    TokenBatch(Arena arena, int capacity) {
        this.capacity = capacity;
        struct = arena.allocate(LlamaAbi.BATCH);
        tokens = arena.allocate(JAVA_INT, capacity);
        positions = arena.allocate(JAVA_INT, capacity);
        slots = arena.allocate(JAVA_INT, capacity);
        logits = arena.allocate(JAVA_BYTE, capacity);
        MemorySegment slotCounts = arena.allocate(JAVA_INT, capacity);
        MemorySegment slotPointers = arena.allocate(ADDRESS, capacity);
        for (int index = 0; index < capacity; index++) {
            slotCounts.setAtIndex(JAVA_INT, index, 1);
            slotPointers.setAtIndex(ADDRESS, index, slots.asSlice((long) index * Integer.BYTES, Integer.BYTES));
        }
        point("token", tokens);
        point("embd", MemorySegment.NULL);
        point("pos", positions);
        point("n_seq_id", slotCounts);
        point("seq_id", slotPointers);
        point("logits", logits);
    }

    void clear() {
        size = 0;
        decoded = false;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    /** @return the entry's index, for sampling */
    int add(int token, int position, int slot, boolean wantLogits) {
        if (size >= capacity) {
            throw new IllegalStateException("the batch holds " + capacity + " tokens");
        }
        tokens.setAtIndex(JAVA_INT, size, token);
        positions.setAtIndex(JAVA_INT, size, position);
        slots.setAtIndex(JAVA_INT, size, slot);
        logits.set(JAVA_BYTE, size, wantLogits ? (byte) 1 : 0);
        return size++;
    }

    int token(int index) {
        return tokens.getAtIndex(JAVA_INT, index);
    }

    int position(int index) {
        return positions.getAtIndex(JAVA_INT, index);
    }

    int slot(int index) {
        return slots.getAtIndex(JAVA_INT, index);
    }

    boolean hasLogits(int index) {
        return decoded && index >= 0 && index < size && logits.get(JAVA_BYTE, index) != 0;
    }

    void markDecoded() {
        decoded = true;
    }

    MemorySegment struct() {
        struct.set(JAVA_INT, 0, size);
        return struct;
    }

    private void point(String field, MemorySegment target) {
        struct.set(ADDRESS, LlamaAbi.offset(LlamaAbi.BATCH, field), target);
    }
}
