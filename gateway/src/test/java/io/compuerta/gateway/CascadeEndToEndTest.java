package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.StubUpstream;
import io.compuerta.gateway.testing.TestConfiguration;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.ObjectNode;

/** Local first, premium when in doubt: what the caller, the provider and the ledger see of it. */
class CascadeEndToEndTest {

    private static final String POLICIES = """
            version: 1
            targets:
              local:   { engine: qwen }
              premium: { models: [stub/echo] }
              broken:  { models: [dead/model] }
            rules:
              - name: trusting
                when: user == "trusting"
                route: local
                cascade: { to: premium, after-tokens: 4, min-mean-logprob: -100, refusals: false }
              - name: doubting
                when: user == "doubting"
                route: local
                cascade: { to: premium, after-tokens: 4, min-mean-logprob: 0, refusals: false }
              - name: nobody to ask
                when: user == "alone"
                route: local
                cascade: { to: broken, after-tokens: 4 }
              - name: rest
                route: local
                cascade: { to: premium, after-tokens: 4 }
            """;

    private static final String DEAD = """
              - id: dead
                dialect: openai
                base-url: http://127.0.0.1:9/v1
                models: [model]
            """;

    private static final StubUpstream STUB = GatewayUnderTest.stub();

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(configuration(), Map.of("compuerta.cache.enabled", "false"));
        gateway.engine().when("sure-thing", request -> say(request, "It opens at nine o'clock on weekdays.", -0.1));
        gateway.engine().when("wild-guess", request -> say(request, "It may open at nine or at ten, who knows.", -3));
        gateway.engine().when("no-idea", request -> say(request, "I'm sorry, but I can't help with that.", -0.1));
        gateway.engine().when("silence", request -> say(request, "", -0.1));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        assertThat(Blocking.found()).isEmpty();
    }

    @BeforeEach
    void forget() {
        STUB.forget();
        gateway.engine().requests().clear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConfidentAnswerIsKept(boolean stream) {
        HttpResponse<String> response = gateway.ask(request("sure-thing", stream));

        assertThat(header(response, "x-compuerta-cascade")).isEqualTo("kept; reason=confident");
        assertThat(header(response, "x-compuerta-route")).isEqualTo("local");
        assertThat(text(response, stream)).isEqualTo("It opens at nine o'clock on weekdays.");
        assertThat(STUB.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUnsureAnswerIsReplaced(boolean stream) {
        HttpResponse<String> response = gateway.ask(request("wild-guess", stream));

        assertThat(header(response, "x-compuerta-cascade")).isEqualTo("escalated; reason=low_confidence");
        assertThat(header(response, "x-compuerta-route")).isEqualTo("premium");
        assertThat(header(response, "x-compuerta-model")).isEqualTo("stub/echo");
        assertThat(text(response, stream)).contains("wild-guess").doesNotContain("who knows");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusalIsReplaced(boolean stream) {
        HttpResponse<String> response = gateway.ask(request("no-idea", stream));

        assertThat(header(response, "x-compuerta-cascade")).isEqualTo("escalated; reason=refusal");
        assertThat(text(response, stream)).contains("no-idea").doesNotContain("sorry");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyAnswerIsReplaced(boolean stream) {
        HttpResponse<String> response = gateway.ask(request("silence", stream));

        assertThat(header(response, "x-compuerta-cascade")).isEqualTo("escalated; reason=empty");
        assertThat(text(response, stream)).contains("silence");
    }

    @Test
    void theProviderGetsNoPersonalDataAndTheCallerGetsItBack() {
        HttpResponse<String> response = gateway.ask(request("wild-guess of ana.cascade@example.com", false));

        assertThat(header(response, "x-compuerta-cascade")).startsWith("escalated");
        assertThat(response.body()).contains("ana.cascade@example.com");
        assertThat(STUB.receivedText()).contains("wild-guess").doesNotContain("ana.cascade");
        assertThat(gateway.engine().requests())
                .singleElement()
                .satisfies(request ->
                        assertThat(request.messages().getLast().content()).contains("ana.cascade@example.com"));
    }

    @Test
    void bothCallsAreBooked() {
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> response =
                GatewayUnderTest.send(gateway.chat(request("wild-guess", false)).header("x-request-id", id));

        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row)
                .containsEntry("route", "premium")
                .containsEntry("cascade", "escalated")
                .containsEntry("cascade_reason", "low_confidence")
                .containsEntry("discarded_completion_tokens", 4);
        assertThat((Integer) row.get("discarded_prompt_tokens")).isPositive();
        assertThat(((Number) row.get("cost_nano_usd")).longValue()).isPositive();
        assertThat(header(response, "x-compuerta-cost-usd")).isNotEqualTo("0");
        String metrics =
                GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET()).body();
        assertThat(metrics)
                .containsPattern("gateway_cascade_total\\{reason=\"low_confidence\",verdict=\"escalated\"} [1-9]")
                .containsPattern(
                        "gateway_tokens_total\\{model=\"local/qwen\",provider=\"local\",route=\"local\",token_type"
                                + "=\"output\"} [1-9]");
    }

    @Test
    void theLogProbabilitiesAreTheCallersOnlyIfItAskedForThem() {
        HttpResponse<String> without = gateway.ask(request("sure-thing", true));
        HttpResponse<String> with = gateway.ask(
                json("sure-thing").put("logprobs", true).put("top_logprobs", 2).toString());

        assertThat(without.body()).contains("\"logprobs\":null").doesNotContain("\"logprob\":");
        assertThat(Answers.json(with.body()).at("/choices/0/logprobs/content").size())
                .isEqualTo(7);
        assertThat(gateway.engine().requests())
                .extracting(GenerationRequest::topLogprobs)
                .containsExactly(0, 2);
    }

    @Test
    void theLocalAnswerServesWhenTheProviderIsAway() {
        HttpResponse<String> response =
                gateway.ask(json("no-idea").put("user", "alone").toString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "x-compuerta-cascade")).isEqualTo("kept; reason=premium_failed");
        assertThat(header(response, "x-compuerta-route")).isEqualTo("local");
        assertThat(response.body()).contains("I'm sorry");
    }

    @Test
    void severalAnswersOrANamedModelAreNotLookedAt() {
        HttpResponse<String> two = gateway.ask(json("no-idea").put("n", 2).toString());
        HttpResponse<String> named = gateway.ask(Chat.body("local", "no-idea"));

        assertThat(List.of(two, named)).allSatisfy(response -> {
            assertThat(response.headers().firstValue("x-compuerta-cascade")).isEmpty();
            assertThat(header(response, "x-compuerta-route")).isEqualTo("local");
        });
        assertThat(STUB.received()).isEmpty();
    }

    @Test
    void withoutACascadeInThePolicyNothingIsEscalatedOrMeasured() {
        GatewayUnderTest plain = GatewayUnderTest.shared();
        plain.engine().when("plain-refusal", request -> say(request, "I'm sorry, but I can't help with that.", -9));

        HttpResponse<String> response = plain.ask(Chat.body("auto", "plain-refusal"));

        assertThat(response.body()).contains("I'm sorry");
        assertThat(response.headers().firstValue("x-compuerta-cascade")).isEmpty();
        assertThat(plain.engine().requests())
                .filteredOn(request -> request.messages().getLast().content().equals("plain-refusal"))
                .singleElement()
                .satisfies(request -> assertThat(request.wantsLogprobs()).isFalse());
        assertThat(STUB.receivedText()).doesNotContain("plain-refusal");
    }

    @Test
    void theRealEnginesOwnLikelihoodDecides(@TempDir Path folder) {
        NativeLibrary.requireBundled();
        try (GatewayUnderTest real = GatewayUnderTest.startWithRealEngine(
                configuration(),
                Map.of(
                        "compuerta.engine.model",
                                TinyQwen3Gguf.write(folder, 512, 7).toString(),
                        "compuerta.engine.download", "false",
                        "compuerta.engine.slots", "1",
                        "compuerta.engine.threads", "1",
                        "compuerta.engine.context-tokens", "512",
                        "compuerta.cache.enabled", "false"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> real.bean(ChatEngine.class).health() instanceof EngineHealth.Ready);
            ObjectNode request = json("Hello there").put("max_tokens", 12).put("temperature", 0);

            HttpResponse<String> doubted =
                    real.ask(request.put("user", "doubting").toString());
            HttpResponse<String> trusted =
                    real.ask(request.put("user", "trusting").toString());

            // No token of a real model is certain, so a limit of 0 doubts every answer and one of -100 none.
            assertThat(header(doubted, "x-compuerta-cascade")).isEqualTo("escalated; reason=low_confidence");
            assertThat(doubted.body()).contains("Hello there");
            assertThat(header(trusted, "x-compuerta-cascade")).isEqualTo("kept; reason=confident");
            assertThat(header(trusted, "x-compuerta-route")).isEqualTo("local");
        }
    }

    private static TestConfiguration configuration() {
        TestConfiguration standard = TestConfiguration.standard(STUB.baseUrl(), "http://127.0.0.1:9/v1");
        return new TestConfiguration(POLICIES, standard.providers() + DEAD, standard.prices(), standard.keys());
    }

    private static Flux<EngineEvent> say(GenerationRequest request, String text, double logprob) {
        List<EngineEvent> tokens = text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split("(?<= )"))
                        .<EngineEvent>map(word -> new EngineEvent.Text(
                                word,
                                request.wantsLogprobs()
                                        ? List.of(new TokenLogprob(
                                                word.getBytes(StandardCharsets.UTF_8), logprob, List.of()))
                                        : List.of()))
                        .toList();
        return Flux.fromIterable(tokens)
                .concatWith(Flux.just(new EngineEvent.Finished(EngineEvent.FinishReason.STOP, 7, tokens.size())));
    }

    private static ObjectNode json(String text) {
        return Chat.json("auto", text);
    }

    private static String request(String text, boolean stream) {
        return json(text).put("stream", stream).toString();
    }

    private static String text(HttpResponse<String> response, boolean stream) {
        return stream
                ? SseEvent.text(SseEvent.parse(response.body()))
                : Answers.json(response.body()).at("/choices/0/message/content").asString();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
