package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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

    /** For tokenizing arrivals in a step, in which at least one is: a fifth of a step of a small model. */
    static final long PREPARING_NANOS = 2_000_000;

    private final LlamaModel model;
    private final LlamaContext context;
    private final LoraAdapters adapters;
    private final AdapterTurns turns = new AdapterTurns();
    private final PromptTokenizer tokenizer;
    private final ServiceTime serviceTime;
    private final Forecast forecast;
    private final EngineGauges gauges;
    private final long preparingNanos;
    private final int prefillTokens;
    private final Slot[] slots;
    private final int[] shares;
    private final PrefixCache cache;
    private final WaitingLine waiting = new WaitingLine();
    private final Deque<Generation> parked = new ArrayDeque<>();
    private int firstReader;
    private int promptTokensInBatch;

    /** @param preparingNanos how long a step may tokenize after the first arrival; usually {@link #PREPARING_NANOS} */
    SlotScheduler(
            LlamaModel model,
            LlamaContext context,
            LoraAdapters adapters,
            PromptTokenizer tokenizer,
            ServiceTime serviceTime,
            Forecast forecast,
            EngineGauges gauges,
            LlamaSettings settings,
            long preparingNanos) {
        this.model = model;
        this.context = context;
        this.adapters = adapters;
        this.tokenizer = tokenizer;
        this.serviceTime = serviceTime;
        this.forecast = forecast;
        this.gauges = gauges;
        this.preparingNanos = preparingNanos;
        this.prefillTokens = settings.prefillTokens();
        this.slots = new Slot[settings.slots()];
        this.shares = new int[slots.length];
        for (int id = 0; id < slots.length; id++) {
            slots[id] = new Slot(id);
        }
        this.cache = new PrefixCache(context, slots, context.tokensPerSlot(), settings.prefixCache());
    }

    void add(Generation generation) {
        waiting.add(generation);
    }

    /**
     * One step: drops what is cancelled, tokenizes what has come, fills free slots, runs the model once.
     *
     * @return whether there was anything to do; if not, only an event from outside can change that
     */
    boolean step() {
        dropCancelled();
        boolean prepared = prepareArrivals();
        assignSlots();
        context.batch().clear();
        promptTokensInBatch = 0;
        String adapter = useAdapter();
        fillBatch(adapter);
        tellHowItStands();
        if (context.batch().size() == 0) {
            return prepared;
        }
        run();
        tellHowItStands();
        return true;
    }

    private void run() {
        long start = System.nanoTime();
        int code = context.decode();
        if (code != 0) {
            failBatch(code);
            return;
        }
        sampleAll();
        long took = System.nanoTime() - start;
        gauges.ran(promptTokensInBatch, took);
        if (promptTokensInBatch > 0) {
            forecast.read(promptTokensInBatch, took);
        }
    }

    private void tellHowItStands() {
        int busy = 0;
        for (Slot slot : slots) {
            busy += slot.generation() == null ? 0 : 1;
        }
        gauges.stands(busy, parked.size(), cache.held());
    }

    /** Ends everything that is left. */
    void failAll(EngineException reason) {
        List<Generation> left = waiting.drain();
        left.addAll(parked);
        parked.clear();
        for (Slot slot : slots) {
            Generation generation = slot.generation();
            if (generation != null) {
                left.add(generation);
                slot.leave(false, 0);
            }
        }
        for (Generation generation : left) {
            generation.fail(reason);
            generation.release();
        }
    }

    private void dropCancelled() {
        for (Slot slot : slots) {
            Generation generation = slot.generation();
            if (generation != null && generation.cancelled()) {
                cache.free(slot);
                generation.release();
            }
        }
        waiting.dropCancelled();
        WaitingLine.dropCancelled(parked);
    }

    /**
     * Tokenizes as soon as possible, so that a prompt that cannot fit is refused without waiting for a slot, and so that those
     * who come together start together; but only for a moment, since everybody who speaks waits meanwhile.
     */
    private boolean prepareArrivals() {
        long start = System.nanoTime();
        boolean any = false;
        for (Generation next = waiting.firstUnprepared();
                next != null && (!any || System.nanoTime() - start < preparingNanos);
                next = waiting.firstUnprepared()) {
            prepare(next);
            any = true;
        }
        return any;
    }

    private void prepare(Generation generation) {
        try {
            generation.makeSampler(model);
            generation.prepare(tokenizer.tokenize(generation.chat(), context.tokensPerSlot()));
        } catch (EngineException refused) {
            waiting.remove(generation);
            generation.fail(refused);
            generation.release();
        }
    }

    private void assignSlots() {
        while (cache.hasFree() && seatNext()) {}
        for (Slot slot : slots) {
            Generation resting = slot.generation();
            if (resting != null && !resting.isWanted() && resting.pending() <= 1 && someoneCanUse()) {
                cache.free(slot);
                Generation next = next();
                parked.add(resting);
                if (next != null) {
                    seat(next);
                }
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

    private boolean seatNext() {
        Generation next = next();
        if (next == null) {
            return false;
        }
        seat(next);
        return true;
    }

    private void seat(Generation newcomer) {
        cache.seat(newcomer);
        gauges.spared(newcomer.evaluated());
    }

    private boolean someoneCanUse() {
        return waiting.hasPrepared() || parked.stream().anyMatch(Generation::isWanted);
    }

    /** Parked answers whose readers came back go first: they have waited longest. */
    private @Nullable Generation next() {
        Generation back = WaitingLine.takeFirst(parked, Generation::isWanted);
        return back != null ? back : waiting.take();
    }

    /** One run of the model is under one adapter, so only its answers go on in this step. */
    private String useAdapter() {
        Set<String> working = new LinkedHashSet<>();
        for (Slot slot : slots) {
            Generation generation = slot.generation();
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

    /**
     * The library runs the model once for sequences that stand in the batch in the order of their ids without a gap, and
     * once more for each break in it; so everything goes in by slots, whoever's turn it is.
     */
    private void fillBatch(String adapter) {
        shareOut(adapter);
        for (Slot slot : slots) {
            slot.logitsAt(-1);
            Generation generation = slot.generation();
            int share = shares[slot.id()];
            if (generation != null && share > 0) {
                addTokens(slot, generation, share);
            }
        }
    }

    /** A token to everybody who speaks; prompts take turns in going first, so that two long ones advance together. */
    private void shareOut(String adapter) {
        Arrays.fill(shares, 0);
        int spoken = 0;
        for (Slot slot : slots) {
            Generation generation = slot.generation();
            if (generation != null
                    && generation.pending() == 1
                    && generation.isWanted()
                    && generation.adapter().equals(adapter)) {
                shares[slot.id()] = 1;
                spoken++;
            }
        }
        int budget = Math.min(prefillTokens, context.batch().room() - spoken);
        firstReader = (firstReader + 1) % slots.length;
        for (int turn = 0; turn < slots.length && budget > 0; turn++) {
            Slot slot = slots[(firstReader + turn) % slots.length];
            Generation generation = slot.generation();
            if (generation != null
                    && generation.pending() > 1
                    && generation.adapter().equals(adapter)) {
                shares[slot.id()] = Math.min(budget, generation.pending());
                budget -= shares[slot.id()];
            }
        }
    }

    private void addTokens(Slot slot, Generation generation, int count) {
        boolean reachesEnd = count == generation.pending();
        for (int index = 0; index < count; index++) {
            int position = generation.evaluated() + index;
            boolean wantLogits = reachesEnd && index == count - 1;
            int entry = context.batch().add(generation.token(position), position, slot.id(), wantLogits);
            if (wantLogits) {
                slot.logitsAt(entry);
            }
        }
        if (count > 1 || generation.isReading()) {
            promptTokensInBatch += count;
        }
        generation.evaluatedMore(count);
    }

    private void sampleAll() {
        for (Slot slot : slots) {
            Generation generation = slot.generation();
            if (generation == null || slot.logitsAt() < 0) {
                continue;
            }
            gauges.drawn();
            if (generation.advance(context.logits(slot.logitsAt()), model, context.tokensPerSlot())) {
                serviceTime.record(generation.watch().seatedNanos());
                forecast.spoke(generation.watch().speakingNanos());
                cache.free(slot);
                generation.release();
            }
        }
    }

    private void failBatch(int code) {
        EngineException reason =
                new EngineException.Unavailable("the model could not be run: llama_decode answered " + code);
        for (Slot slot : slots) {
            Generation generation = slot.generation();
            if (generation != null) {
                cache.wipe(slot);
                generation.fail(reason);
                generation.release();
            }
        }
    }
}
