package io.compuerta.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.EngineStatistics;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.Sampling;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class MeteredEngineTest {

    private static final GenerationRequest REQUEST =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 9);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Scripted scripted = new Scripted();

    /** Answers as told. */
    private static final class Scripted implements ChatEngine {
        private Flux<EngineEvent> answer = Flux.never();
        private EngineHealth health = new EngineHealth.Ready("tiny", 4096, false);
        private EngineStatistics statistics = EngineStatistics.NONE;
        private EngineStatistics others = EngineStatistics.NONE;
        private List<String> models = List.of("tiny");

        @Override
        public Flux<EngineEvent> generate(GenerationRequest request) {
            return answer;
        }

        @Override
        public EngineHealth health() {
            return health;
        }

        @Override
        public List<String> models() {
            return models;
        }

        @Override
        public EngineStatistics statistics() {
            return statistics;
        }

        @Override
        public EngineStatistics statistics(String model) {
            return others;
        }

        @Override
        public void close() {}
    }

    private static EngineEvent finished(FinishReason reason) {
        return new EngineEvent.Finished(
                reason,
                new EngineEvent.Usage(100, 40, 11, 0),
                new EngineEvent.Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(5)));
    }

    private double ended(String outcome) {
        return registry.get("engine.requests")
                .tags("model", "tiny", "outcome", outcome)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("model", "tiny").gauge().value();
    }

    private void answered(MeteredEngine engine, Flux<EngineEvent> answer) {
        scripted.answer = answer;
        engine.generate(REQUEST).onErrorComplete().blockLast();
    }

    @Test
    void everyEndIsCountedOnceByItsKind() {
        MeteredEngine engine = new MeteredEngine(scripted, registry);

        answered(engine, Flux.just(new EngineEvent.Text("a"), finished(FinishReason.STOP)));
        answered(engine, Flux.just(finished(FinishReason.TOOL_CALLS)));
        answered(engine, Flux.just(new EngineEvent.Text("a"), finished(FinishReason.LENGTH)));
        answered(engine, Flux.error(new EngineException.Overloaded("full", Duration.ofSeconds(1))));
        answered(engine, Flux.error(new EngineException.ContextExceeded(9, 8)));
        answered(engine, Flux.error(new EngineException.Unavailable("gone")));
        scripted.answer = Flux.never();
        engine.generate(REQUEST).subscribe().dispose();
        scripted.answer = Flux.concat(Flux.just(finished(FinishReason.STOP)), Flux.never());
        engine.generate(REQUEST).take(1).blockLast();

        assertThat(ended("finished")).isEqualTo(3);
        assertThat(ended("length")).isEqualTo(1);
        assertThat(ended("overloaded")).isEqualTo(1);
        assertThat(ended("refused")).isEqualTo(1);
        assertThat(ended("failed")).isEqualTo(1);
        assertThat(ended("cancelled")).isEqualTo(1);
    }

    @Test
    void theAnswersOwnTimesAreRecorded() {
        MeteredEngine engine = new MeteredEngine(scripted, registry);
        answered(engine, Flux.just(new EngineEvent.Text("a"), finished(FinishReason.STOP)));

        assertThat(registry.get("engine.queue.wait").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2000);
        Timer each = registry.get("engine.time_per_output_token").timer();
        assertThat(each.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(500);
        assertThat(registry.get("engine.time_to_first_token").timer().count()).isEqualTo(1);
    }

    @Test
    void howTheEngineStandsIsReadWhenAsked() {
        MeteredEngine engine = new MeteredEngine(scripted, registry);
        scripted.statistics = new EngineStatistics(
                8, 3, 2, 1, 1000, 400, 70, 5, 4_000_000_000L, 2_000_000_000L, 500, 4096, 1_500_000_000L, 77);

        assertThat(engine.statistics()).isEqualTo(scripted.statistics);
        assertThat(gauge("engine.slots")).isEqualTo(8);
        assertThat(gauge("engine.slots.busy")).isEqualTo(3);
        assertThat(gauge("engine.queue.depth")).isEqualTo(2);
        assertThat(gauge("engine.parked")).isEqualTo(1);
        assertThat(gauge("engine.kv.used.tokens")).isEqualTo(500);
        assertThat(gauge("engine.kv.size.tokens")).isEqualTo(4096);
        assertThat(gauge("engine.model.load.time")).isEqualTo(1.5);
        assertThat(gauge("engine.model.size")).isEqualTo(77);
        assertThat(registry.get("engine.prompt.tokens")
                        .tag("source", "cache")
                        .functionCounter()
                        .count())
                .isEqualTo(400);
        assertThat(registry.get("engine.prompt.tokens")
                        .tag("source", "read")
                        .functionCounter()
                        .count())
                .isEqualTo(600);
        assertThat(registry.get("engine.tools.unenforced").functionCounter().count())
                .isEqualTo(5);
        assertThat(registry.get("engine.prefill.time").functionCounter().count())
                .isEqualTo(4);
    }

    @Test
    void everyModelOfSeveralIsMeteredByItsName() {
        scripted.models = List.of("tiny", "tiny:es", "other", "other:es");
        MeteredEngine engine = new MeteredEngine(scripted, registry);
        scripted.answer = Flux.just(finished(FinishReason.STOP));
        assertThat(registry.find("engine.slots").tag("model", "other").gauge()).isNull();

        for (String model : List.of("", "tiny:es", "other", "other:es", "nobody")) {
            engine.generate(REQUEST.withModel(model)).blockLast();
        }

        assertThat(ended("tiny", "finished")).isEqualTo(3);
        assertThat(ended("other", "finished")).isEqualTo(2);
        scripted.others = new EngineStatistics(6, 0, 0, 0, 0, 0, 70, 0, 0, 0, 0, 0, 0, 0);
        assertThat(registry.get("engine.slots").tag("model", "other").gauge().value())
                .isEqualTo(6);
        assertThat(registry.get("engine.completion.tokens")
                        .tag("model", "other")
                        .functionCounter()
                        .count())
                .isEqualTo(70);
        assertThat(registry.get("engine.slots").tag("model", "tiny").gauge().value())
                .isZero();
        assertThat(registry.get("engine.process.resident").gauges())
                .as("the process is one")
                .hasSize(1);
    }

    private double ended(String model, String outcome) {
        return registry.get("engine.requests")
                .tags("model", model, "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void metersAppearWithTheModelAndChangeWithIt() {
        scripted.health = new EngineHealth.Preparing("loading");
        MeteredEngine engine = new MeteredEngine(scripted, registry);
        assertThat(registry.getMeters()).isEmpty();

        scripted.health = new EngineHealth.Ready("tiny", 4096, false);
        answered(engine, Flux.just(finished(FinishReason.STOP)));
        assertThat(ended("finished")).isEqualTo(1);

        scripted.health = new EngineHealth.Ready("other", 4096, false);
        engine.health();
        assertThat(registry.find("engine.slots").tag("model", "tiny").gauge()).isNull();
        assertThat(registry.find("engine.slots").tag("model", "other").gauge()).isNotNull();
        assertThat(ended("finished")).as("what has happened stays").isEqualTo(1);
    }
}
