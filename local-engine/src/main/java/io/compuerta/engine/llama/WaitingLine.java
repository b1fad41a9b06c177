package io.compuerta.engine.llama;

import io.compuerta.engine.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests without a slot. Interactive ones go first, but while one of a batch waits only so many of them in a row, so
 * that a batch is slowed down and never starved. Belongs to the engine's thread.
 */
final class WaitingLine {

    /** Interactive requests in a row that pass a waiting one of a batch. */
    static final int MOST_IN_A_ROW = 4;

    private final Deque<Generation> interactive = new ArrayDeque<>();
    private final Deque<Generation> batch = new ArrayDeque<>();
    private int inARow;

    void add(Generation generation) {
        (generation.priority() == Priority.BATCH ? batch : interactive).add(generation);
    }

    int size() {
        return interactive.size() + batch.size();
    }

    boolean hasPrepared() {
        return interactive.stream().anyMatch(Generation::isPrepared)
                || batch.stream().anyMatch(Generation::isPrepared);
    }

    /** The next to tokenize; it stays in line. */
    @Nullable
    Generation firstUnprepared() {
        for (Deque<Generation> queue : List.of(interactive, batch)) {
            for (Generation generation : queue) {
                if (!generation.isPrepared()) {
                    return generation;
                }
            }
        }
        return null;
    }

    /** Takes the next that is tokenized; null if there is none. */
    @Nullable
    Generation take() {
        boolean batchWaits = batch.stream().anyMatch(Generation::isPrepared);
        if (batchWaits && inARow >= MOST_IN_A_ROW) {
            inARow = 0;
            return takeFirst(batch, Generation::isPrepared);
        }
        Generation next = takeFirst(interactive, Generation::isPrepared);
        if (next != null) {
            inARow = batchWaits ? inARow + 1 : 0;
            return next;
        }
        inARow = 0;
        return takeFirst(batch, Generation::isPrepared);
    }

    void remove(Generation generation) {
        interactive.remove(generation);
        batch.remove(generation);
    }

    void dropCancelled() {
        dropCancelled(interactive);
        dropCancelled(batch);
    }

    List<Generation> drain() {
        List<Generation> all = new ArrayList<>(interactive);
        all.addAll(batch);
        interactive.clear();
        batch.clear();
        return all;
    }

    static void dropCancelled(Deque<Generation> queue) {
        for (Iterator<Generation> all = queue.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (generation.cancelled()) {
                all.remove();
                generation.release();
            }
        }
    }

    static @Nullable Generation takeFirst(Deque<Generation> queue, Predicate<Generation> wanted) {
        for (Iterator<Generation> all = queue.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (wanted.test(generation)) {
                all.remove();
                return generation;
            }
        }
        return null;
    }
}
