package io.compuerta.gateway.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.pipeline.AnonymizedCall;
import io.compuerta.gateway.pipeline.Answer;
import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.CompleteAnswer;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.testing.Calls;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import io.compuerta.policy.money.TokenUsage;
import io.compuerta.policy.signal.output.LeakAction;
import io.compuerta.policy.signal.output.LeakKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class OutputGuardTest {

    private static final String PROMPT =
            "You are Nuria of Viento Sur. Never tell anybody that bookings made before nine"
                    + " in the morning get a discount of twelve percent on every flight.";
    private static final String LEAK = "Gladly: " + PROMPT + " That was all.";
    private static final String SEEN = "Gladly: You are Nuria";
    private static final String KEY = "sk-Zx81kQpL0vTnEw93YbRc77AaUuMm";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DetectorPool pool = new DetectorPool(1, 10, Duration.ofSeconds(30));
    private final List<String> counted = new ArrayList<>();

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLeakedSystemPromptIsCutOffWhoeverAnswers(boolean local) {
        CompleteAnswer answer = complete(watch(call(json -> {}), begin(local), text(LEAK), STOP));

        assertThat(answer.choices().getFirst().text()).isEqualTo(SEEN);
        assertThat(answer.choices().getFirst().finish()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(counted).containsExactly("SYSTEM_PROMPT CUT");
    }

    @Test
    void anOrdinaryAnswerPassesEventByEvent() {
        AnswerEvent[] events = {begin(false), text("Bookings"), text(" can be"), text(" changed."), STOP, USAGE};

        assertThat(watch(call(json -> {}), events))
                .usingElementComparator(OutputGuardTest::identity)
                .containsExactly(events);
        assertThat(counted).isEmpty();
    }

    /** Streams and whole answers, cut at every place, in every kind of text. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theVerdictDoesNotDependOnTheChunks(int seed) {
        Random random = new Random(seed);
        List<String> parts = List.of(
                "Gladly: ",
                PROMPT,
                PROMPT.substring(0, 60),
                " key: ",
                KEY,
                " [EMAIL_k7x3q9]",
                " Proyecto",
                " Cóndor ",
                "\\n");
        StringBuilder built = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            built.append(parts.get(random.nextInt(parts.size())));
        }
        String said = built.toString();
        OutputRules rules = rules("""
                placeholders: { action: cut }
                phrases: { list: [proyecto condor] }
                """);
        AnonymizedCall call = call(json -> json.put("stream", true));
        for (String kind : List.of("text", "reasoning", "arguments", "refusal")) {
            CompleteAnswer whole = complete(watch(rules, call, begin(false), piece(kind, said), STOP));
            for (int cut = 1; cut < said.length(); cut++) {
                CompleteAnswer halves = complete(watch(
                        rules,
                        call,
                        begin(false),
                        piece(kind, said.substring(0, cut)),
                        piece(kind, said.substring(cut)),
                        STOP));
                assertThat(halves.choices())
                        .as("%s cut at %d: %s", kind, cut, said)
                        .isEqualTo(whole.choices());
            }
            AnswerEvent[] characters = said.chars()
                    .mapToObj(c -> piece(kind, String.valueOf((char) c)))
                    .toArray(AnswerEvent[]::new);
            assertThat(complete(watch(rules, call, joined(begin(false), characters, STOP)))
                            .choices())
                    .as("%s: %s", kind, said)
                    .isEqualTo(whole.choices());
        }
    }

    static IntStream seeds() {
        return IntStream.range(0, 12);
    }

    @Test
    void theArgumentsOfAToolCallAreWatchedBehindTheirEscapes() {
        String arguments = JSON.writeValueAsString(JSON.createObjectNode().put("note", LEAK.replace(". ", ".\n")));

        CompleteAnswer answer = complete(watch(
                call(json -> {}),
                begin(false),
                new AnswerEvent.ToolCall(0, 0, "call_1", "note"),
                new AnswerEvent.ToolArguments(0, 0, arguments),
                new AnswerEvent.ToolCall(0, 1, "call_2", "note"),
                new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS)));

        assertThat(answer.choices().getFirst().toolCalls())
                .containsExactly(new CompleteAnswer.ToolCall("call_1", "note", "{\"note\":\"" + SEEN));
        assertThat(answer.choices().getFirst().finish()).isEqualTo(FinishReason.CONTENT_FILTER);
    }

    @Test
    void thoughtsThatLeakEndTheChoiceBeforeItsAnswerBegins() {
        CompleteAnswer answer = complete(watch(
                call(json -> {}),
                begin(true),
                new AnswerEvent.Reasoning(0, "The password: hunter2!"),
                text("Hi."),
                STOP));

        assertThat(answer.choices().getFirst().reasoning()).isEqualTo("The password: ");
        assertThat(answer.choices().getFirst().text()).isEmpty();
        assertThat(counted).containsExactly("SECRET CUT");
    }

    @Test
    void oneChoiceThatLeaksDoesNotEndTheOthers() {
        List<AnswerEvent> events = watch(
                call(json -> json.put("n", 2).put("stream", true)),
                begin(false),
                text(LEAK),
                new AnswerEvent.Text(1, "All fine"),
                text(" and more"),
                STOP,
                new AnswerEvent.Text(1, " here."),
                new AnswerEvent.Finish(1, FinishReason.STOP),
                USAGE);

        CompleteAnswer answer = complete(events);
        assertThat(answer.choices().get(0).finish()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(answer.choices().get(1).text()).isEqualTo("All fine here.");
        assertThat(answer.choices().get(1).finish()).isEqualTo(FinishReason.STOP);
        assertThat(events.stream().filter(AnswerEvent.Finish.class::isInstance)).hasSize(2);
    }

    @Test
    void aStreamIsCancelledWhenItIsCutAndEndsInOrder() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Flux<AnswerEvent> endless = Flux.<AnswerEvent>just(begin(false), text(LEAK))
                .concatWith(Flux.<AnswerEvent>never())
                .doOnCancel(() -> cancelled.set(true));

        List<AnswerEvent> events = watch(OutputRules.STANDARD, call(json -> json.put("stream", true)), endless);

        assertThat(cancelled).isTrue();
        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Begin", "Text", "Guarded", "Finish");
        // What the caller does not see was paid for as well.
        assertThat(((AnswerEvent.Guarded) events.get(2)).withheld()).isBetween(20L, 40L);
    }

    @Test
    void whatAProviderAnsweredInOnePieceKeepsItsUsage() {
        CompleteAnswer answer = complete(watch(call(json -> {}), begin(false), text(LEAK), STOP, USAGE));

        assertThat(answer.usage()).contains(TokenUsage.of(100, 10));
        assertThat(answer.choices().getFirst().text()).isEqualTo(SEEN);
    }

    @Test
    void theLocalEngineIsCancelledEvenForAWholeAnswer() {
        List<AnswerEvent> events = watch(call(json -> {}), begin(true), text(LEAK), STOP, USAGE);

        assertThat(events.getLast()).isEqualTo(new AnswerEvent.Finish(0, FinishReason.CONTENT_FILTER));
    }

    @Test
    void logProbabilitiesWaitForTheirTextAndGoWithIt() {
        ObjectNode first = JSON.createObjectNode().put("token", "sk");
        ObjectNode second = JSON.createObjectNode().put("token", "-learn");
        List<AnswerEvent> passed = watch(
                call(json -> {}),
                begin(false),
                new AnswerEvent.Text(0, "use sk", Optional.of(first)),
                new AnswerEvent.Text(0, "-learn ", Optional.of(second)),
                STOP);
        List<AnswerEvent> cut =
                watch(call(json -> {}), begin(false), new AnswerEvent.Text(0, "use " + KEY, Optional.of(first)), STOP);

        assertThat(complete(passed).choices().getFirst().text()).isEqualTo("use sk-learn ");
        assertThat(logprobs(passed)).containsExactly(first, second);
        assertThat(complete(cut).choices().getFirst().text()).isEqualTo("use ");
        assertThat(logprobs(cut)).isEmpty();
    }

    @Test
    void placeholdersOfOthersAreFlaggedOnceAndThoseOfTheCallAreNot() {
        AnonymizedCall call = Calls.anonymized("Escribe a rosa.molina@correo-prueba.es, por favor.");
        String own = call.outgoing().conversation().turns().getFirst().text().replaceAll(".*(\\[EMAIL_\\w+]).*", "$1");

        List<AnswerEvent> events =
                watch(call, begin(false), text(own + " [EMAIL_k7x3q9] "), text("[PERSON_k7x3q9]"), STOP);

        assertThat(own).startsWith("[EMAIL_");
        assertThat(complete(events).choices().getFirst().text()).isEqualTo(own + " [EMAIL_k7x3q9] [PERSON_k7x3q9]");
        assertThat(events).contains(new AnswerEvent.Guarded(0, LeakKind.PLACEHOLDER, LeakAction.FLAG, 0));
        assertThat(counted).containsExactly("PLACEHOLDER FLAG");
    }

    @Test
    void thePlaceholdersOfASystemPromptDoNotHideIt() {
        String prompt = PROMPT.replace("Nuria", "rosa.molina@correo-prueba.es");
        AnonymizedCall call = Calls.anonymized(system(prompt), "acme");
        String outside = call.outgoing().conversation().turns().getFirst().text();

        assertThat(outside).doesNotContain("rosa.molina");
        for (String said : List.of(prompt, outside)) {
            assertThat(complete(watch(call, begin(true), text(said), STOP))
                            .choices()
                            .getFirst()
                            .finish())
                    .isEqualTo(FinishReason.CONTENT_FILTER);
        }
    }

    @Test
    void theRulesOfTheTenantHold() {
        OutputRules rules = rules("""
                tenants:
                  acme:
                    system-prompt: { action: off }
                    phrases: { list: [viento sur] }
                """);

        assertThat(complete(watch(rules, call(json -> {}), begin(false), text(LEAK), STOP))
                        .choices()
                        .getFirst()
                        .text())
                .isEqualTo("Gladly: You are Nuria of ");
        assertThat(complete(watch(rules, Calls.anonymized(system(PROMPT), "globex"), begin(false), text(LEAK), STOP))
                        .choices()
                        .getFirst()
                        .text())
                .isEqualTo(SEEN);
    }

    @Test
    void whatCannotBeWatchedIsNotGiven() {
        DetectorPool closed = new DetectorPool(1, 10, Duration.ofSeconds(30));
        closed.close();
        AtomicBoolean asked = new AtomicBoolean();
        Flux<AnswerEvent> events =
                Flux.<AnswerEvent>just(begin(false), text("Hi."), STOP).doOnSubscribe(s -> asked.set(true));
        AnonymizedCall call = Calls.anonymized(system(PROMPT + " word".repeat(1_000)), "acme");
        Answer answer = new OutputGuard(() -> OutputRules.STANDARD, closed, counter())
                .watch(new Answer(call, Optional.empty(), events));

        assertThatThrownBy(() -> answer.events().blockLast()).isInstanceOf(GatewayError.OutputUnchecked.class);
        assertThat(asked).isFalse();
        assertThat(counted).containsExactly("failed");
    }

    @Test
    void aGuardThatFailsOnTheWayEndsTheAnswerAndCancels() {
        AtomicBoolean cancelled = new AtomicBoolean();
        OutputGuard.Counter broken = new OutputGuard.Counter() {
            @Override
            public void leaked(LeakKind kind, LeakAction action) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void failed() {
                counted.add("failed");
            }
        };
        Answer answer = new OutputGuard(() -> OutputRules.STANDARD, pool, broken)
                .watch(new Answer(
                        call(json -> {}),
                        Optional.empty(),
                        Flux.<AnswerEvent>just(begin(false), text("Fine so far. "), text(LEAK))
                                .concatWith(Flux.never())
                                .doOnCancel(() -> cancelled.set(true))));
        List<AnswerEvent> seen = new ArrayList<>();

        assertThatThrownBy(() -> answer.events().doOnNext(seen::add).blockLast())
                .isInstanceOfSatisfying(GatewayError.OutputUnchecked.class, error -> {
                    assertThat(error.code()).isEqualTo("protection_failed");
                    assertThat(error.status()).isEqualTo(503);
                });
        assertThat(cancelled).isTrue();
        assertThat(complete(seen).choices().getFirst().text()).isEqualTo("Fine so far. ");
        assertThat(counted).containsExactly("failed");
    }

    @Test
    void anErrorOfTheProviderStaysWhatItIs() {
        GatewayError upstream = new GatewayError.UpstreamFailed(502, "upstream_error", "gone", false, Optional.empty());

        assertThatThrownBy(() -> watch(
                        OutputRules.STANDARD,
                        call(json -> {}),
                        Flux.<AnswerEvent>just(begin(false)).concatWith(Flux.error(upstream))))
                .isSameAs(upstream);
        assertThat(counted).isEmpty();
    }

    private static final AnswerEvent.Finish STOP = new AnswerEvent.Finish(0, FinishReason.STOP);
    private static final AnswerEvent.Usage USAGE = new AnswerEvent.Usage(TokenUsage.of(100, 10));

    private OutputGuard.Counter counter() {
        return new OutputGuard.Counter() {
            @Override
            public void leaked(LeakKind kind, LeakAction action) {
                counted.add(kind + " " + action);
            }

            @Override
            public void failed() {
                counted.add("failed");
            }
        };
    }

    private List<AnswerEvent> watch(AnonymizedCall call, AnswerEvent... events) {
        return watch(OutputRules.STANDARD, call, events);
    }

    private List<AnswerEvent> watch(OutputRules rules, AnonymizedCall call, AnswerEvent... events) {
        return watch(rules, call, Flux.just(events));
    }

    private List<AnswerEvent> watch(OutputRules rules, AnonymizedCall call, Flux<AnswerEvent> events) {
        return new OutputGuard(() -> rules, pool, counter())
                .watch(new Answer(call, Optional.empty(), events))
                .events()
                .collectList()
                .blockOptional(Duration.ofSeconds(30))
                .orElseThrow();
    }

    private static int identity(AnswerEvent one, AnswerEvent other) {
        return System.identityHashCode(one) - System.identityHashCode(other);
    }

    private static OutputRules rules(String yaml) {
        return OutputFile.read("output.yaml", "version: 1\n" + yaml);
    }

    private static AnonymizedCall call(Consumer<ObjectNode> change) {
        ObjectNode json = system(PROMPT);
        change.accept(json);
        return Calls.anonymized(json, "acme");
    }

    private static ObjectNode system(String prompt) {
        ObjectNode json = Chat.json("auto", "Tell me about your flights, please.");
        ((ArrayNode) json.path("messages"))
                .insertObject(0)
                .put("role", "system")
                .put("content", prompt);
        return json;
    }

    private static AnswerEvent begin(boolean local) {
        Route route = local
                ? new Route.Local("local", ModelId.parse("local/qwen"))
                : new Route.Premium("premium", ModelId.parse("stub/echo"));
        return new AnswerEvent.Begin(new Origin(route, route.model(), "a rule", Origin.CacheStatus.MISS, 0, "v1"));
    }

    private static AnswerEvent text(String text) {
        return new AnswerEvent.Text(0, text);
    }

    private static AnswerEvent piece(String kind, String text) {
        return switch (kind) {
            case "text" -> new AnswerEvent.Text(0, text);
            case "reasoning" -> new AnswerEvent.Reasoning(0, text);
            case "refusal" -> new AnswerEvent.Refusal(0, text);
            default -> new AnswerEvent.ToolArguments(0, 0, text);
        };
    }

    private static AnswerEvent[] joined(AnswerEvent first, AnswerEvent[] middle, AnswerEvent last) {
        List<AnswerEvent> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(middle));
        all.add(last);
        return all.toArray(AnswerEvent[]::new);
    }

    private static CompleteAnswer complete(List<AnswerEvent> events) {
        CompleteAnswer.Collector collector = new CompleteAnswer.Collector();
        events.forEach(collector::add);
        return collector.complete();
    }

    private static List<JsonNode> logprobs(List<AnswerEvent> events) {
        return events.stream()
                .filter(AnswerEvent.Text.class::isInstance)
                .flatMap(event -> ((AnswerEvent.Text) event).logprobs().stream())
                .toList();
    }
}
