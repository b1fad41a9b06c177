package io.compuerta.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.subject.Erasures;
import io.compuerta.gateway.subject.Subject;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AnswerCacheTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MAILBOX = "rosa.molina@correo-prueba.es";

    private final Map<String, byte[]> kept = new HashMap<>();
    private final Map<String, Subject> subjects = new HashMap<>();
    private final Erasures erasures = new Erasures(System::nanoTime);
    private final List<AnswerCache.Result> results = new ArrayList<>();
    private final AnswerCache cache = cache("v1", results::add);
    private String outputRules = "standard";

    @Test
    void deliveryAndOrderOfKeysDoNotMatter() {
        remember(call(json -> {}), premium("fine"));
        ObjectNode turned = JSON.createObjectNode();
        turned.put("stream", true).put("user", "somebody else");
        turned.putObject("stream_options").put("include_usage", true);
        turned.putArray("messages").addObject().put("content", "question").put("role", "user");
        turned.put("model", "auto");

        assertThat(textOf(cache.find(Calls.anonymized(turned, "acme")))).contains("fine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed", "max_tokens", "a_parameter_of_the_future"})
    void whatShapesTheAnswerMatters(String parameter) {
        remember(call(json -> {}), premium("fine"));

        assertThat(textOf(cache.find(call(json -> json.put(parameter, 3))))).isEmpty();
    }

    @Test
    void tenantsAndPoliciesAreApart() {
        remember(call(json -> {}), premium("fine"));

        assertThat(textOf(cache.find(Calls.anonymized(Chat.json("auto", "question"), "globex"))))
                .isEmpty();
        assertThat(textOf(cache("v2", result -> {}).find(call(json -> {})))).isEmpty();
    }

    @Test
    void whatWasWatchedByOtherRulesIsNotGiven() {
        remember(call(json -> {}), premium("fine"));
        outputRules = "stricter";

        assertThat(textOf(cache.find(call(json -> {})))).isEmpty();
    }

    @Test
    void anAnswerThatWasCutOffIsNotKept() {
        Answer cut = new Answer(
                call(json -> {}),
                Optional.empty(),
                Flux.just(
                        begin(new Route.Premium("premium", ModelId.parse("stub/echo"))),
                        new AnswerEvent.Text(0, "half of"),
                        new AnswerEvent.Finish(0, FinishReason.CONTENT_FILTER)));

        cache.remember(cut).events().blockLast();

        assertThat(kept).isEmpty();
    }

    @Test
    void whoeverWantsVarietyIsNotServedFromTheCache() {
        remember(call(json -> json.put("temperature", 0.7)), premium("fine"));
        remember(call(json -> json.put("n", 2)), premium("fine"));

        assertThat(kept).isEmpty();
        assertThat(textOf(cache.find(call(json -> json.put("temperature", 0.7)))))
                .isEmpty();
        assertThat(results).containsExactly(AnswerCache.Result.BYPASS);
    }

    @Test
    void temperatureZeroIsCached() {
        remember(call(json -> json.put("temperature", 0)), premium("fine"));

        assertThat(textOf(cache.find(call(json -> json.put("temperature", 0))))).contains("fine");
    }

    @Test
    void onlyPlaceholdersAreKeptAlsoOfALocalAnswer() {
        AnonymizedCall call = Calls.anonymized("Write to " + MAILBOX);

        remember(call, new AnswerEvent[] {
            begin(new Route.Local("local", ModelId.local("qwen"))),
            new AnswerEvent.Text(0, "I wrote to rosa.mol"),
            new AnswerEvent.Text(0, "ina@correo-prueba.es."),
            new AnswerEvent.Finish(0, FinishReason.STOP)
        });

        String stored = new String(kept.values().iterator().next(), StandardCharsets.UTF_8);
        assertThat(stored).contains("I wrote to ").doesNotContain("rosa", "correo-prueba");
        assertThat(textOf(cache.find(call)).orElseThrow())
                .startsWith("I wrote to ")
                .doesNotContain("rosa");
    }

    @Test
    void anAnswerThatNamesAnUnknownPlaceholderIsAMiss() {
        AnonymizedCall call = Calls.anonymized("Write to " + MAILBOX);
        String placeholder = call.outgoing().pieces().getFirst().text().replace("Write to ", "");
        remember(call, premium("I wrote to " + placeholder));
        assertThat(textOf(cache.find(call))).isPresent();
        // As an entry would look whose placeholder stands for somebody else.
        String other = Calls.anonymized("Write to someone.else@correo-prueba.es")
                .outgoing()
                .pieces()
                .getFirst()
                .text()
                .replace("Write to ", "");
        kept.replaceAll((key, bytes) -> new String(bytes, StandardCharsets.UTF_8)
                .replace(placeholder, other)
                .getBytes(StandardCharsets.UTF_8));

        assertThat(textOf(cache.find(call))).isEmpty();
        assertThat(results.getLast()).isEqualTo(AnswerCache.Result.MISS);
    }

    @Test
    void brokenAndCancelledAnswersAreNeverKept() {
        AnswerEvent[] events = premium("half");
        Flux<AnswerEvent> broken =
                Flux.just(events[0], events[1]).concatWith(Flux.error(new IllegalStateException("broken")));

        cache.remember(new Answer(call(json -> {}), Optional.empty(), broken))
                .events()
                .onErrorComplete()
                .blockLast();
        cache.remember(new Answer(call(json -> {}), Optional.empty(), Flux.just(events)))
                .events()
                .take(2)
                .blockLast();

        assertThat(kept).isEmpty();
    }

    @Test
    void aHitTellsEverythingThatTheFirstAnswerTold() {
        AnswerEvent[] first = premium("fine");
        remember(call(json -> {}), first);

        List<AnswerEvent> again =
                cache.find(call(json -> {})).block().events().collectList().block();

        Origin origin = ((AnswerEvent.Begin) again.getFirst()).origin();
        assertThat(origin.cache()).isEqualTo(Origin.CacheStatus.HIT);
        assertThat(origin.route())
                .isEqualTo(((AnswerEvent.Begin) first[0]).origin().route());
        assertThat(origin.rule()).isEqualTo("a rule");
        CompleteAnswer.Collector collector = new CompleteAnswer.Collector();
        again.forEach(collector::add);
        CompleteAnswer.Collector expected = new CompleteAnswer.Collector();
        List.of(first).forEach(expected::add);
        assertThat(collector.complete()).isEqualTo(expected.complete());
    }

    @Test
    void anEntryThatCannotBeReadIsAMissAndCounted() {
        remember(call(json -> {}), premium("fine"));
        kept.replaceAll((key, bytes) -> "{broken".getBytes(StandardCharsets.UTF_8));

        assertThat(textOf(cache.find(call(json -> {})))).isEmpty();
        assertThat(results).contains(AnswerCache.Result.ERROR);
    }

    @Test
    void whatWasKeptForASubjectIsErasedAndOthersStay() {
        remember(call(json -> json.put("user", "ana")), premium("for ana"));
        remember(call(json -> json.put("user", "luis").put("seed", 2)), premium("for luis"));

        Long erased = cache.erase(new Subject("acme", "digest of ana")).block();

        assertThat(erased).isEqualTo(1);
        assertThat(textOf(cache.find(call(json -> {})))).isEmpty();
        assertThat(textOf(cache.find(call(json -> json.put("seed", 2))))).contains("for luis");
    }

    @Test
    void anAnswerThatWasUnderWayWhenItsUserWasErasedIsNotKept() {
        AnonymizedCall early = call(json -> json.put("user", "ana"));
        erasures.add(new Subject("acme", "digest of ana"));

        remember(early, premium("too late"));
        assertThat(kept).isEmpty();

        remember(call(json -> json.put("user", "ana")), premium("asked afterwards"));
        assertThat(kept).hasSize(1);
    }

    @Test
    void withoutACacheThereIsNothingToErase() {
        AnswerCache off = new AnswerCache(
                Optional.empty(),
                () -> "v1",
                () -> "standard",
                JSON,
                caller -> new Subject("acme", "x"),
                erasures,
                results::add);

        assertThat(off.erase(new Subject("acme", "x")).block()).isZero();
    }

    private AnswerCache cache(String policy, Consumer<AnswerCache.Result> counter) {
        CacheStore store = new CacheStore() {
            @Override
            public Mono<byte[]> get(String key) {
                return Mono.justOrEmpty(kept.get(key));
            }

            @Override
            public Mono<Void> put(String key, byte[] answer, Subject subject) {
                return Mono.fromRunnable(() -> {
                    kept.put(key, answer);
                    subjects.put(key, subject);
                });
            }

            @Override
            public Mono<Long> erase(Subject subject) {
                return Mono.fromSupplier(() -> {
                    int before = kept.size();
                    kept.keySet().removeIf(key -> subject.equals(subjects.get(key)));
                    return (long) (before - kept.size());
                });
            }
        };
        return new AnswerCache(
                Optional.of(store),
                () -> policy,
                () -> outputRules,
                JSON,
                caller -> new Subject(caller.tenant(), "digest of " + caller.user()),
                erasures,
                counter);
    }

    private void remember(AnonymizedCall call, AnswerEvent[] events) {
        cache.remember(new Answer(call, Optional.empty(), Flux.just(events)))
                .events()
                .blockLast();
    }

    private static AnonymizedCall call(Consumer<ObjectNode> change) {
        ObjectNode json = Chat.json("auto", "question");
        change.accept(json);
        return Calls.anonymized(json, "acme");
    }

    private static AnswerEvent[] premium(String text) {
        return new AnswerEvent[] {
            begin(new Route.Premium("premium", ModelId.parse("stub/echo"))),
            new AnswerEvent.Text(0, text),
            new AnswerEvent.ToolCall(0, 0, "call_1", "note"),
            new AnswerEvent.ToolArguments(0, 0, "{}"),
            new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS),
            new AnswerEvent.Usage(io.compuerta.policy.money.TokenUsage.of(10, 2))
        };
    }

    private static AnswerEvent.Begin begin(Route route) {
        return new AnswerEvent.Begin(new Origin(route, route.model(), "a rule", Origin.CacheStatus.MISS, 0, "v1"));
    }

    private static Optional<String> textOf(Mono<Answer> answer) {
        return answer.blockOptional().map(found -> {
            StringBuilder text = new StringBuilder();
            found.events().toIterable().forEach(event -> {
                if (event instanceof AnswerEvent.Text piece) {
                    text.append(piece.text());
                }
            });
            return text.toString();
        });
    }
}
