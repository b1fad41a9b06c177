package io.compuerta.gateway.testing;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * An engine that says what tests tell it. Without a script it answers {@code local: } and the last message, one character
 * at a time, and keeps stop strings and limits as the real one does.
 */
public final class ScriptedEngine implements ChatEngine {

    public static final String MODEL = "Scripted-1";

    private final Map<String, Function<GenerationRequest, Flux<EngineEvent>>> scripts = new ConcurrentHashMap<>();
    private final List<GenerationRequest> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong pulled = new AtomicLong();

    /** The answer to messages that hold that word. */
    public void when(String word, Function<GenerationRequest, Flux<EngineEvent>> answer) {
        scripts.put(word, answer);
    }

    @Override
    public Flux<EngineEvent> generate(GenerationRequest request) {
        String said = request.messages().getLast().content();
        Flux<EngineEvent> answer = scripts.entrySet().stream()
                .filter(script -> said.contains(script.getKey()))
                .findFirst()
                .map(script -> script.getValue().apply(request))
                .orElseGet(() -> say("local: " + said, request));
        return Flux.defer(() -> {
            requests.add(request);
            return answer.doOnNext(event -> pulled.incrementAndGet()).doOnCancel(cancelled::incrementAndGet);
        });
    }

    public static Flux<EngineEvent> say(String text, GenerationRequest request) {
        int end = request.stop().stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
        List<String> all = JsonText.characters(text.substring(0, end));
        boolean cut = all.size() > request.maxTokens();
        List<String> kept = cut ? all.subList(0, request.maxTokens()) : all;
        EngineEvent last = new EngineEvent.Finished(
                cut ? EngineEvent.FinishReason.LENGTH : EngineEvent.FinishReason.STOP, 7, kept.size());
        return Flux.fromIterable(kept).<EngineEvent>map(EngineEvent.Text::new).concatWith(Flux.just(last));
    }

    /** What was asked, oldest first. */
    public List<GenerationRequest> requests() {
        return requests;
    }

    public long cancelled() {
        return cancelled.get();
    }

    /** Events that were taken out of the engine, over all answers. */
    public long pulled() {
        return pulled.get();
    }

    @Override
    public EngineHealth health() {
        return new EngineHealth.Ready(MODEL, 4096, false);
    }

    @Override
    public EngineStatistics statistics() {
        return EngineStatistics.NONE;
    }

    @Override
    public void close() {}
}
