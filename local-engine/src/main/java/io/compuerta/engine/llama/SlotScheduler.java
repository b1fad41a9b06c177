package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Continuous batching. Every step gives the model one batch made of the next token of each answer that is being
 * spoken, and, in the room left, a chunk of the prompts that are being read; so a long prompt delays the others by one
 * chunk at a time, and a new request joins at the next step. All of it belongs to one thread.
 *
 * <p>An answer whose reader does not ask for more rests in its slot. When others wait for a slot it is parked: it loses
 * the slot but keeps its tokens, and reads them again when its reader comes back. A slow reader therefore costs
 * neither heap nor other people's time.
 */
final class SlotScheduler {

    /** Parked answers beyond this are given up, oldest first: each holds some kilobytes. */
    static final int MAX_PARKED = 64;

    private final LlamaModel model;
    private final LlamaContext context;
    private final LoraAdapters adapters;
    private final AdapterTurns turns = new AdapterTurns();
    private final PromptTokenizer tokenizer;
    private final ServiceTime serviceTime;
    private final TokenCounts counts;
    private final int prefillTokens;
    private final Slot[] slots;
    private final Deque<Generation> waiting = new ArrayDeque<>();
    private final Deque<Generation> parked = new ArrayDeque<>();
    private int firstReader;

    /** One sequence of the context, and who has it. */
    private static final class Slot {
        private final int id;
        private @Nullable Generation generation;
        private int logitsAt = -1;

        private Slot(int id) {
            this.id = id;
        }
    }

    SlotScheduler(
            LlamaModel model,
            LlamaContext context,
            LoraAdapters adapters,
            PromptTokenizer tokenizer,
            ServiceTime serviceTime,
            TokenCounts counts,
            LlamaSettings settings) {
        this.model = model;
        this.context = context;
        this.adapters = adapters;
        this.tokenizer = tokenizer;
        this.serviceTime = serviceTime;
        this.counts = counts;
        this.prefillTokens = settings.prefillTokens();
        this.slots = new Slot[settings.slots()];
        for (int id = 0; id < slots.length; id++) {
            slots[id] = new Slot(id);
        }
    }

    void add(Generation generation) {
        waiting.add(generation);
    }

    /**
     * One step: drops what is cancelled, tokenizes one arrival, fills free slots, runs the model once.
     *
     * @return whether there was anything to do; if not, only an event from outside can change that
     */
    boolean step() {
        dropCancelled();
        boolean prepared = prepareOne();
        assignSlots();
        context.batch().clear();
        String adapter = useAdapter();
        addSpoken(adapter);
        addPrompts(adapter);
        if (context.batch().size() == 0) {
            return prepared;
        }
        int code = context.decode();
        if (code != 0) {
            failBatch(code);
        } else {
            sampleAll();
        }
        return true;
    }

    /** Answers that rest without a slot. */
    int parked() {
        return parked.size();
    }

    /** Ends everything that is left. */
    void failAll(EngineException reason) {
        List<Generation> left = new ArrayList<>(waiting);
        left.addAll(parked);
        waiting.clear();
        parked.clear();
        for (Slot slot : slots) {
            Generation generation = slot.generation;
            if (generation != null) {
                left.add(generation);
                slot.generation = null;
            }
        }
        for (Generation generation : left) {
            generation.fail(reason);
            generation.release();
        }
    }

    private void dropCancelled() {
        for (Slot slot : slots) {
            Generation generation = slot.generation;
            if (generation != null && generation.cancelled()) {
                free(slot);
                generation.release();
            }
        }
        dropCancelled(waiting);
        dropCancelled(parked);
    }

    private static void dropCancelled(Deque<Generation> queue) {
        for (Iterator<Generation> all = queue.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (generation.cancelled()) {
                all.remove();
                generation.release();
            }
        }
    }

    /** Tokenizes as soon as possible, so that a prompt that cannot fit is refused without waiting for a slot. */
    private boolean prepareOne() {
        for (Iterator<Generation> all = waiting.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (generation.isPrepared()) {
                continue;
            }
            try {
                generation.prepare(tokenizer.tokenize(generation.chat(), context.tokensPerSlot()), model);
            } catch (EngineException refused) {
                all.remove();
                generation.fail(refused);
            }
            return true;
        }
        return false;
    }

    private void assignSlots() {
        for (Slot slot : slots) {
            if (slot.generation == null) {
                slot.generation = next();
            }
        }
        for (Slot slot : slots) {
            Generation resting = slot.generation;
            if (resting != null && !resting.isWanted() && resting.pending() <= 1 && someoneCanUse()) {
                free(slot);
                resting.forgetEvaluation();
                parked.add(resting);
                slot.generation = next();
            }
        }
        while (parked.size() > MAX_PARKED) {
            Generation oldest = parked.remove();
            oldest.fail(new EngineException.Overloaded(
                    "the answer was given up: its reader stopped reading while others waited",
                    serviceTime.untilFree(waiting.size(), slots.length)));
            oldest.release();
        }
    }

    private boolean someoneCanUse() {
        return waiting.stream().anyMatch(Generation::isPrepared)
                || parked.stream().anyMatch(Generation::isWanted);
    }

    /** Parked answers whose readers came back go first: they have waited longest. */
    private @Nullable Generation next() {
        Generation back = takeFirst(parked, Generation::isWanted);
        return back != null ? back : takeFirst(waiting, Generation::isPrepared);
    }

    private static @Nullable Generation takeFirst(Deque<Generation> queue, Predicate<Generation> wanted) {
        for (Iterator<Generation> all = queue.iterator(); all.hasNext(); ) {
            Generation generation = all.next();
            if (wanted.test(generation)) {
                all.remove();
                return generation;
            }
        }
        return null;
    }

    /** One run of the model is under one adapter, so only its answers go on in this step. */
    private String useAdapter() {
        Set<String> working = new LinkedHashSet<>();
        for (Slot slot : slots) {
            Generation generation = slot.generation;
            if (generation != null && (generation.pending() > 1 || generation.isWanted())) {
                working.add(generation.adapter());
            }
        }
        String adapter = working.isEmpty() ? "" : turns.next(working);
        if (!working.isEmpty()) {
            adapters.use(context, adapter);
        }
        return adapter;
    }

    private void addSpoken(String adapter) {
        for (Slot slot : slots) {
            slot.logitsAt = -1;
            Generation generation = slot.generation;
            if (generation != null
                    && generation.pending() == 1
                    && generation.isWanted()
                    && generation.adapter().equals(adapter)) {
                addTokens(slot, generation, 1);
            }
        }
    }

    /** Prompts take turns in going first, so that two long ones advance together. */
    private void addPrompts(String adapter) {
        int budget = Math.min(prefillTokens, context.batch().room());
        firstReader = (firstReader + 1) % slots.length;
        for (int turn = 0; turn < slots.length && budget > 0; turn++) {
            Slot slot = slots[(firstReader + turn) % slots.length];
            Generation generation = slot.generation;
            if (generation != null
                    && generation.pending() > 1
                    && generation.adapter().equals(adapter)) {
                int count = Math.min(budget, generation.pending());
                addTokens(slot, generation, count);
                budget -= count;
            }
        }
    }

    private void addTokens(Slot slot, Generation generation, int count) {
        boolean reachesEnd = count == generation.pending();
        for (int index = 0; index < count; index++) {
            int position = generation.evaluated() + index;
            boolean wantLogits = reachesEnd && index == count - 1;
            int entry = context.batch().add(generation.token(position), position, slot.id, wantLogits);
            if (wantLogits) {
                slot.logitsAt = entry;
            }
        }
        generation.evaluatedMore(count);
        counts.read(count > 1 ? count : 0);
    }

    private void sampleAll() {
        for (Slot slot : slots) {
            Generation generation = slot.generation;
            if (generation == null || slot.logitsAt < 0) {
                continue;
            }
            counts.drawn();
            if (generation.advance(context.logits(slot.logitsAt), model, context.tokensPerSlot())) {
                serviceTime.record(System.nanoTime() - generation.arrivedNanos());
                free(slot);
                generation.release();
            }
        }
    }

    private void failBatch(int code) {
        EngineException reason =
                new EngineException.Unavailable("the model could not be run: llama_decode answered " + code);
        for (Slot slot : slots) {
            Generation generation = slot.generation;
            if (generation != null) {
                free(slot);
                generation.fail(reason);
                generation.release();
            }
        }
    }

    private void free(Slot slot) {
        slot.generation = null;
        slot.logitsAt = -1;
        context.clear(slot.id);
    }
}
