package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Priority;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.chat.RenderedChat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Which slot a newcomer gets, and what happens to the caches; without a model. */
class PrefixCacheTest {

    private final Ledger memory = new Ledger();
    private final Slot[] slots = {new Slot(0), new Slot(1), new Slot(2)};
    private PrefixCache cache = new PrefixCache(memory, slots, 1024, true);

    /** Writes down what it is told. */
    private static final class Ledger implements SequenceMemory {
        private final List<String> entries = new ArrayList<>();
        private boolean forgetsParts = true;

        @Override
        public void clear(int slot) {
            entries.add("clear " + slot);
        }

        @Override
        public boolean keepFirst(int slot, int tokens) {
            entries.add("keep " + tokens + " of " + slot);
            return forgetsParts;
        }

        @Override
        public void copy(int from, int to) {
            entries.add("copy " + from + " to " + to);
        }
    }

    static Generation generation(Priority priority, int... tokens) {
        AtomicReference<FluxSink<EngineEvent>> sink = new AtomicReference<>();
        Flux.<EngineEvent>create(sink::set).subscribe();
        GenerationRequest request = GenerationRequest.of(
                        List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 1)
                .withPriority(priority);
        Generation generation = new Generation(
                RenderedChat.plain(request, List.of()),
                "",
                sink.get(),
                new PromptBacklog().enter(priority, tokens.length),
                () -> {});
        if (tokens.length > 0) {
            generation.prepare(tokens);
        }
        return generation;
    }

    /** A shared beginning, then its own end. */
    private static int[] prompt(int shared, int own, int mark) {
        return IntStream.concat(
                        IntStream.range(0, shared),
                        IntStream.generate(() -> mark).limit(own))
                .toArray();
    }

    private Slot seat(int... tokens) {
        Generation generation = generation(Priority.INTERACTIVE, tokens);
        cache.seat(generation);
        for (Slot slot : slots) {
            if (slot.generation() == generation) {
                return slot;
            }
        }
        throw new AssertionError("not seated");
    }

    /** As if the model had read all of it. */
    private Slot answered(int... tokens) {
        Slot slot = seat(tokens);
        Generation generation = slot.generation();
        generation.evaluatedMore(generation.pending());
        cache.free(slot);
        return slot;
    }

    @Test
    void emptySlotsAreTakenBeforeAnyIsSacrificed() {
        assertThat(List.of(
                        answered(prompt(0, 50, -1)).id(),
                        answered(prompt(0, 50, -2)).id(),
                        answered(prompt(0, 50, -3)).id()))
                .containsExactly(0, 1, 2);
        assertThat(memory.entries).isEmpty();
        assertThat(cache.held()).isEqualTo(150);
    }

    @Test
    void thenTheLeastRecentlyUsedIs() {
        answered(prompt(0, 50, -1));
        answered(prompt(0, 50, -2));
        answered(prompt(0, 50, -3));
        answered(prompt(0, 50, -1));

        assertThat(seat(prompt(0, 50, -4)).id()).isEqualTo(1);
        assertThat(memory.entries).endsWith("clear 1");
    }

    @Test
    void aChatGoesOnInItsOwnSlot() {
        answered(prompt(0, 10, -1));
        answered(prompt(100, 10, -2));

        Slot slot = seat(prompt(100, 40, -3));

        assertThat(slot.id()).isEqualTo(1);
        assertThat(slot.held()).isEqualTo(100);
        assertThat(memory.entries).containsExactly("keep 100 of 1");
    }

    @Test
    void theLastTokenOfAPromptIsReadAgain() {
        answered(prompt(100, 0, 0));

        assertThat(seat(prompt(100, 0, 0)).held()).isEqualTo(99);
    }

    @Test
    void aSharedBeginningIsCopiedAndTheLongChatKept() {
        answered(prompt(100, 500, -1));

        Slot slot = seat(prompt(100, 20, -2));

        assertThat(slot.id()).isEqualTo(1);
        assertThat(slot.held()).isEqualTo(100);
        assertThat(memory.entries).containsExactly("copy 0 to 1", "keep 100 of 1");
    }

    @Test
    void aBusySlotLendsWhatTheModelHasSeenOfIt() {
        Slot busy = seat(prompt(100, 20, -1));
        busy.generation().evaluatedMore(64);

        Slot slot = seat(prompt(100, 20, -2));

        assertThat(slot.held()).isEqualTo(64);
        assertThat(memory.entries).containsExactly("copy 0 to 1");
    }

    @Test
    void aShortBeginningIsNotWorthMovingACache() {
        answered(prompt(20, 500, -1));

        assertThat(seat(prompt(20, 20, -2)).held()).isZero();
        assertThat(memory.entries).isEmpty();
    }

    @Test
    void aMemoryThatCannotForgetAPartIsReadFromTheStart() {
        memory.forgetsParts = false;
        answered(prompt(100, 10, -1));

        Slot slot = seat(prompt(100, 40, -2));

        assertThat(slot.held()).isZero();
        assertThat(memory.entries).containsExactly("keep 100 of 0", "clear 0");
    }

    @Test
    void suchAMemoryStillServesATextThatOnlyGrows() {
        memory.forgetsParts = false;
        answered(prompt(100, 10, -1));
        answered(prompt(100, 40, -2));
        memory.entries.clear();

        assertThat(seat(prompt(100, 41, -2)).held()).isEqualTo(140);
        assertThat(memory.entries).isEmpty();
    }

    @Test
    void withoutTheCacheASlotIsEmptiedWhenItIsLeft() {
        cache = new PrefixCache(memory, slots, 1024, false);
        answered(prompt(100, 0, 0));

        assertThat(seat(prompt(100, 0, 0)).held()).isZero();
        assertThat(memory.entries).containsExactly("clear 0");
    }
}
