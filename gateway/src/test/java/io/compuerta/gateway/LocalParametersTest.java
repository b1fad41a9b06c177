package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Priority;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.ToolChoice;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's parameters on their way to the engine, and what the engine says on its way back. */
class LocalParametersTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String TOOLS =
            "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"tells\","
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}},"
                    + "{\"type\":\"function\",\"function\":{\"name\":\"now\"}}]";

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();
    private final String word = "parameters" + COUNT.incrementAndGet();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void everythingTheEngineKnowsReachesIt() {
        GenerationRequest request = asked("{\"temperature\":0.5,\"top_p\":0.25,\"top_k\":7,\"min_p\":0.125,\"seed\":42,"
                + "\"frequency_penalty\":1.5,\"presence_penalty\":-1,\"logit_bias\":{\"5\":-100,\"6\":2.5},"
                + "\"logprobs\":true,\"top_logprobs\":3,\"service_tier\":\"flex\",\"stop\":[\"X\"],\"max_tokens\":9}");

        assertThat(request.sampling().temperature()).isEqualTo(0.5f);
        assertThat(request.sampling().topP()).isEqualTo(0.25f);
        assertThat(request.sampling().topK()).isEqualTo(7);
        assertThat(request.sampling().minP()).isEqualTo(0.125f);
        assertThat(request.sampling().seed()).isEqualTo(42);
        assertThat(request.sampling().frequencyPenalty()).isEqualTo(1.5f);
        assertThat(request.sampling().presencePenalty()).isEqualTo(-1f);
        assertThat(request.sampling().logitBias()).isEqualTo(Map.of(5, -100f, 6, 2.5f));
        assertThat(request.topLogprobs()).isEqualTo(3);
        assertThat(request.priority()).isEqualTo(Priority.BATCH);
        assertThat(request.stop()).containsExactly("X");
        assertThat(request.maxTokens()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; false",
                "{\"chat_template_kwargs\":{\"enable_thinking\":true}}; true",
                "{\"chat_template_kwargs\":{\"enable_thinking\":false},\"reasoning_effort\":\"high\"}; false",
                "{\"reasoning_effort\":\"none\"}; false",
                "{\"reasoning_effort\":\"minimal\"}; false",
                "{\"reasoning_effort\":\"low\"}; true"
            })
    void thinkingIsOffUnlessAskedFor(String parameters, boolean expected) {
        assertThat(asked(parameters).thinking()).isEqualTo(expected);
    }

    @Test
    void theSoftSwitchInAMessageStaysText() {
        ObjectNode body = Chat.json("local", word + " /no_think");
        gateway.ask(body.toString());

        assertThat(last().messages().getLast().content()).endsWith("/no_think");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"auto\"; Auto[]",
                "\"none\"; None[]",
                "\"required\"; Required[]",
                "{\"type\":\"function\",\"function\":{\"name\":\"now\"}}; Named[name=now]",
                "null; Auto[]"
            })
    void toolsAndTheirChoiceReachTheEngine(String choice, String expected) {
        GenerationRequest request = asked("{\"tools\":" + TOOLS + ",\"tool_choice\":" + choice + "}");

        assertThat(request.tools().offered()).extracting("name").containsExactly("weather", "now");
        assertThat(request.tools().choice()).hasToString(expected);
        assertThat(request.tools().parallel()).isTrue();
        assertThat(JSON.readTree(request.tools().offered().getFirst().parameters())
                        .at("/properties/city/type")
                        .asString())
                .isEqualTo("string");
    }

    @Test
    void allowedToolsAndSingleCallsAreHonoured() {
        GenerationRequest request = asked("{\"tools\":" + TOOLS + ",\"parallel_tool_calls\":false,\"tool_choice\":"
                + "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\",\"tools\":"
                + "[{\"type\":\"function\",\"function\":{\"name\":\"now\"}}]}}}");

        assertThat(request.tools().offered()).extracting("name").containsExactly("now");
        assertThat(request.tools().choice()).isEqualTo(new ToolChoice.Required());
        assertThat(request.tools().parallel()).isFalse();
    }

    @Test
    void callsAndResultsOfTheHistoryReachTheEngine() {
        ObjectNode body = Chat.json("local", "weather?");
        body.withArray("messages")
                .add(
                        JSON.readTree(
                                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"call_7\","
                                        + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Lugo\\\"}\"}}]}"))
                .add(JSON.readTree("{\"role\":\"tool\",\"tool_call_id\":\"call_7\",\"content\":\"rain\"}"))
                .add(JSON.readTree("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                        + "{\"type\":\"text\",\"text\":\"" + word + "\"}]}"));
        gateway.ask(body.toString());

        List<ChatMessage> messages = last().messages();
        assertThat(messages).hasSize(4);
        assertThat(messages.get(1).content()).isEmpty();
        assertThat(messages.get(1).toolCalls().getFirst().arguments()).isEqualTo("{\"city\":\"Lugo\"}");
        assertThat(messages.get(2).toolCallId()).isEqualTo("call_7");
        assertThat(messages.get(3).content()).isEqualTo("a\n" + word);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void thoughtsOfTheHistoryReachTheEngine(String field) {
        ObjectNode body = Chat.json("local", "weather?");
        body.withArray("messages")
                .add(JSON.readTree("{\"role\":\"assistant\",\"content\":null,\"" + field + "\":\"first the town\","
                        + "\"tool_calls\":[{\"id\":\"call_7\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                        + "\"arguments\":\"{}\"}}]}"))
                .add(JSON.readTree("{\"role\":\"tool\",\"tool_call_id\":\"call_7\",\"content\":\"" + word + "\"}"));
        gateway.ask(body.toString());

        List<ChatMessage> messages = last().messages();
        assertThat(messages.get(1).reasoning()).isEqualTo("first the town");
        assertThat(messages.get(1).content()).isEmpty();
        assertThat(messages.get(2).reasoning()).isEmpty();
    }

    @Test
    void whatAToolInsistsOnReachesTheEngine() {
        GenerationRequest request = asked("{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\","
                + "\"strict\":true}},{\"type\":\"function\",\"function\":{\"name\":\"b\",\"strict\":null}}]}");

        assertThat(request.tools().offered()).extracting("strict").containsExactly(true, false);
    }

    @Test
    void formatsReachTheEngine() {
        assertThat(asked("{\"response_format\":{\"type\":\"json_object\"}}").format())
                .isEqualTo(new OutputFormat.JsonObject());
        assertThat(asked("{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":"
                                + "{\"type\":\"object\"}}}}")
                        .format())
                .isEqualTo(new OutputFormat.JsonSchema("{\"type\":\"object\"}"));
        assertThat(asked("{\"response_format\":{\"type\":\"text\"}}").format()).isEqualTo(new OutputFormat.Free());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"frequency_penalty\":3}; frequency_penalty",
                "{\"presence_penalty\":\"a\"}; presence_penalty",
                "{\"top_k\":-2}; top_k",
                "{\"min_p\":2}; min_p",
                "{\"logit_bias\":{\"x\":1}}; logit_bias",
                "{\"logit_bias\":{\"1\":101}}; logit_bias",
                "{\"logit_bias\":[]}; logit_bias",
                "{\"logprobs\":true,\"top_logprobs\":21}; top_logprobs",
                "{\"response_format\":{\"type\":\"json_schema\"}}; response_format",
                "{\"tool_choice\":\"sometimes\"}; tool_choice",
                "{\"tool_choice\":\"required\"}; tool_choice",
                "{\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"x\"}}}; tool_choice",
                "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]}; tools[0].function.name",
                "{\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\",\"parameters\":[]}}]}; tools[0].function.parameters"
            })
    void wrongValuesAreNamed(String parameters, String param) {
        HttpResponse<String> response = ask(parameters);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Answers.error(response.body()).path("param").asString()).isEqualTo(param);
        assertThat(Answers.error(response.body()).path("code").asString()).isEqualTo("invalid_value");
    }

    @Test
    void whatTheEngineRefusesIsA400WithItsParameter() {
        gateway.engine()
                .when(
                        word,
                        request -> Flux.error(new EngineException.Unsupported(
                                "response_format", "the keyword 'not' is not supported")));

        HttpResponse<String> response = ask("{}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Answers.error(response.body()).path("param").asString()).isEqualTo("response_format");
        assertThat(Answers.error(response.body()).path("message").asString()).contains("'not'");
    }

    @Test
    void thoughtsCallsAndLogprobsComeBackInOpenAisForm() {
        TokenLogprob token = new TokenLogprob(
                "ñ".getBytes(StandardCharsets.UTF_8),
                -0.5,
                List.of(new TokenLogprob(new byte[] {'n'}, Double.NEGATIVE_INFINITY, List.of())));
        gateway.engine()
                .when(
                        word,
                        request -> Flux.just(
                                new EngineEvent.Reasoning("hm"),
                                new EngineEvent.Text("ñ", List.of(token)),
                                new EngineEvent.ToolCall(0, "call_1", "weather"),
                                new EngineEvent.ToolArguments(0, "{\"city\":"),
                                new EngineEvent.ToolArguments(0, "\"Lugo\"}"),
                                new EngineEvent.Finished(
                                        EngineEvent.FinishReason.TOOL_CALLS,
                                        new EngineEvent.Usage(10, 4, 6, 2),
                                        EngineEvent.Timing.NONE)));

        JsonNode whole =
                Answers.json(ask("{\"logprobs\":true,\"top_logprobs\":1}").body());
        JsonNode choice = whole.path("choices").path(0);

        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("reasoning_content").asString()).isEqualTo("hm");
        assertThat(choice.at("/message/tool_calls/0/function/arguments").asString())
                .isEqualTo("{\"city\":\"Lugo\"}");
        JsonNode logprob = choice.at("/logprobs/content/0");
        assertThat(logprob.path("token").asString()).isEqualTo("ñ");
        assertThat(logprob.path("bytes").toString()).isEqualTo("[195,177]");
        assertThat(logprob.path("logprob").asDouble()).isEqualTo(-0.5);
        assertThat(logprob.at("/top_logprobs/0/logprob").asDouble()).isEqualTo(-9999);
        assertThat(whole.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(4);
        assertThat(whole.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(2);

        List<SseEvent> events =
                SseEvent.parse(ask("{\"stream\":true,\"seed\":1}").body());
        List<JsonNode> calls = events.stream()
                .filter(event -> !event.isDone())
                .map(event -> JSON.readTree(event.data()).at("/choices/0/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(calls).hasSize(3);
        assertThat(calls.getFirst().path("id").asString()).isEqualTo("call_1");
        assertThat(calls.get(1).has("id")).isFalse();
    }

    @Test
    void severalAnswersAreMadeAtTheSameTime() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        gateway.engine()
                .when(
                        word,
                        request -> Flux.<EngineEvent>just(new EngineEvent.Text(
                                        "a" + request.sampling().seed()))
                                .concatWith(Flux.<EngineEvent>never().takeUntilOther(Flux.defer(() -> {
                                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                                    return Flux.interval(java.time.Duration.ofMillis(5))
                                            .filter(tick -> most.get() == 3)
                                            .take(1);
                                })))
                                .concatWith(Flux.just(new EngineEvent.Finished(EngineEvent.FinishReason.STOP, 5, 2))));

        JsonNode whole = Answers.json(ask("{\"n\":3,\"seed\":10}").body());

        assertThat(most).hasValue(3);
        assertThat(whole.path("choices").values())
                .extracting(choice -> choice.at("/message/content").asString())
                .containsExactly("a10", "a11", "a12");
        assertThat(whole.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(6);
    }

    private GenerationRequest asked(String parameters) {
        HttpResponse<String> response = ask(parameters);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return last();
    }

    private HttpResponse<String> ask(String parameters) {
        ObjectNode body = Chat.json("local", word);
        body.setAll((ObjectNode) JSON.readTree(parameters));
        return gateway.ask(body.toString());
    }

    private GenerationRequest last() {
        return gateway.engine().requests().stream()
                .filter(request -> request.messages().getLast().content().contains(word))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
