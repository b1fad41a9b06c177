package io.compuerta.engine.remote;

import static io.compuerta.engine.remote.StubModelServer.end;
import static io.compuerta.engine.remote.StubModelServer.frame;
import static io.compuerta.engine.remote.StubModelServer.says;
import static io.compuerta.engine.remote.StubModelServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolInvocation;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What goes over the wire and comes back. */
class RemoteEngineTest extends RemoteEngineSetup {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void readsEverythingThatAnAnswerCanHold() {
        server.chat = exchange -> stream(
                exchange,
                "{\"choices\": [{\"delta\": {\"role\": \"assistant\", \"content\": \"\"}}]}",
                "{\"choices\": [{\"delta\": {\"reasoning_content\": \"hm\"}}]}",
                "{\"choices\": [{\"delta\": {\"reasoning\": \"m\"}}]}",
                "{\"choices\": [{\"delta\": {\"content\": \"sí\"}, \"logprobs\": {\"content\": [{\"token\": \"sí\","
                        + " \"bytes\": [115, 195, 173], \"logprob\": -0.5, \"top_logprobs\": [{\"token\": \"no\","
                        + " \"logprob\": -1.5}]}]}}]}",
                "{\"choices\": [{\"delta\": {\"tool_calls\": [{\"index\": 0, \"id\": \"a\", \"type\": \"function\","
                        + " \"function\": {\"name\": \"f\", \"arguments\": \"\"}}]}}]}",
                "{\"choices\": [{\"delta\": {\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\":"
                        + " \"{\\\"x\\\":\"}}]}}]}",
                "{\"choices\": [{\"delta\": {\"tool_calls\": [{\"index\": 0, \"function\": {\"arguments\":"
                        + " \"1}\"}}]}}]}",
                "{\"choices\": [{\"delta\": {\"tool_calls\": [{\"index\": 0, \"id\": \"b\", \"function\": {\"name\":"
                        + " \"g\", \"arguments\": \"{}\"}}]}}]}",
                end("tool_calls"),
                "{\"choices\": [], \"usage\": {\"prompt_tokens\": 9, \"completion_tokens\": 7,"
                        + " \"prompt_tokens_details\": {\"cached_tokens\": 4}, \"completion_tokens_details\":"
                        + " {\"reasoning_tokens\": 2}}}",
                "[DONE]");

        List<EngineEvent> events = engine().generate(HELLO).collectList().block();

        assertThat(events.subList(0, 2))
                .containsExactly(new EngineEvent.Reasoning("hm"), new EngineEvent.Reasoning("m"));
        EngineEvent.Text text = (EngineEvent.Text) events.get(2);
        assertThat(text.text()).isEqualTo("sí");
        assertThat(text.logprobs().getFirst().bytes()).isEqualTo("sí".getBytes(StandardCharsets.UTF_8));
        assertThat(text.logprobs().getFirst().logprob()).isEqualTo(-0.5);
        assertThat(text.logprobs().getFirst().alternatives().getFirst().bytes())
                .isEqualTo("no".getBytes(StandardCharsets.UTF_8));
        assertThat(events.subList(3, 8))
                .containsExactly(
                        new EngineEvent.ToolCall(0, "a", "f"),
                        new EngineEvent.ToolArguments(0, "{\"x\":"),
                        new EngineEvent.ToolArguments(0, "1}"),
                        new EngineEvent.ToolCall(1, "b", "g"),
                        new EngineEvent.ToolArguments(1, "{}"));
        EngineEvent.Finished finished = (EngineEvent.Finished) events.getLast();
        assertThat(finished.reason()).isEqualTo(EngineEvent.FinishReason.TOOL_CALLS);
        assertThat(finished.usage()).isEqualTo(new EngineEvent.Usage(9, 4, 7, 2));
        assertThat(events).hasSize(9);
    }

    @Test
    void writesEverythingThatARequestCanHold() {
        GenerationRequest request = GenerationRequest.of(
                        List.of(
                                new ChatMessage(ChatMessage.Role.SYSTEM, "be brief"),
                                new ChatMessage(
                                        ChatMessage.Role.ASSISTANT,
                                        "",
                                        "hm",
                                        List.of(new ToolInvocation("c1", "f", "{\"x\":1}")),
                                        ""),
                                new ChatMessage(ChatMessage.Role.TOOL, "2", List.of(), "c1")),
                        new Sampling(0.5f, 0.9f, 20, 0.05f, 1, -1, Map.of(7, -100f), 42),
                        30)
                .withTools(new Tools(
                        List.of(new ToolSpec("f", "does", "{\"type\":\"object\"}")), new ToolChoice.Named("f"), true))
                .withFormat(new OutputFormat.JsonSchema("{\"type\":\"object\"}"))
                .withStop(List.of("END"))
                .withTopLogprobs(3);

        engine().generate(request).blockLast();

        JsonNode sent = JSON.readTree(server.bodies().getFirst());
        assertThat(sent).isEqualTo(JSON.readTree("""
                {"model": "qwen",
                 "messages": [
                   {"role": "system", "content": "be brief"},
                   {"role": "assistant", "content": "", "reasoning_content": "hm", "reasoning": "hm", "tool_calls": [
                     {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\\"x\\":1}"}}]},
                   {"role": "tool", "content": "2", "tool_call_id": "c1"}],
                 "tools": [{"type": "function", "function":
                   {"name": "f", "description": "does", "parameters": {"type": "object"}}}],
                 "tool_choice": {"type": "function", "function": {"name": "f"}},
                 "parallel_tool_calls": true,
                 "response_format": {"type": "json_schema", "json_schema":
                   {"name": "answer", "strict": true, "schema": {"type": "object"}}},
                 "temperature": 0.5, "top_p": 0.9, "top_k": 20, "min_p": 0.05,
                 "frequency_penalty": 1.0, "presence_penalty": -1.0, "logit_bias": {"7": -100.0}, "seed": 42,
                 "max_tokens": 30, "stop": ["END"], "logprobs": true, "top_logprobs": 3,
                 "chat_template_kwargs": {"enable_thinking": false},
                 "stream": true, "stream_options": {"include_usage": true}}
                """));
        assertThat(server.keys()).containsExactly("Bearer secret");
    }

    @Test
    void bytesMayComeOneByOne() {
        server.chat = exchange -> {
            OutputStream out = StubModelServer.begin(exchange);
            for (String data : List.of(says("ñandú 🙂"), end("length"), "[DONE]")) {
                for (byte one : frame(data)) {
                    out.write(one);
                    out.flush();
                }
            }
            out.close();
        };

        List<EngineEvent> events = engine().generate(HELLO).collectList().block();

        assertThat(events.getFirst()).isEqualTo(new EngineEvent.Text("ñandú 🙂"));
        assertThat(((EngineEvent.Finished) events.getLast()).reason()).isEqualTo(EngineEvent.FinishReason.LENGTH);
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() {
        server.chat = exchange -> stream(exchange, says("half"));

        StepVerifier.create(engine().generate(HELLO))
                .expectNext(new EngineEvent.Text("half"))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(EngineException.Unavailable.class)
                        .hasMessageContaining("broke off"))
                .verify();
    }

    @Test
    void aFailureInTheStreamIsAFailure() {
        server.chat = exchange ->
                stream(exchange, says("half"), "{\"error\": {\"message\": \"CUDA says: hola\", \"code\": 500}}");

        StepVerifier.create(engine().generate(HELLO))
                .expectNext(new EngineEvent.Text("half"))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(EngineException.Unavailable.class)
                        .hasMessageNotContaining("CUDA"))
                .verify();
    }

    @Test
    void aSilentServerIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        opened.add(never::countDown);
        server.chat = exchange -> await(never);

        assertThatThrownBy(() ->
                        engine(Duration.ofMillis(100), server).generate(HELLO).blockLast())
                .isInstanceOf(EngineException.Unavailable.class)
                .hasMessageContaining("fell silent");
    }

    @Test
    void cancellingHangsUp() throws InterruptedException {
        CountDownLatch hungUp = new CountDownLatch(1);
        server.chat = exchange -> {
            OutputStream out = StubModelServer.begin(exchange);
            try {
                while (true) {
                    out.write(frame(says("x")));
                    out.flush();
                }
            } catch (IOException e) {
                hungUp.countDown();
            }
        };

        engine().generate(HELLO).take(2).blockLast();

        assertThat(hungUp.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A server that writes without end fills the buffers on the way and then stands still. */
    @Test
    void aReaderWhoDoesNotReadHoldsTheServerBack() throws InterruptedException {
        List<Integer> written = new java.util.concurrent.CopyOnWriteArrayList<>();
        server.chat = exchange -> {
            OutputStream out = StubModelServer.begin(exchange);
            byte[] big = frame(says("x".repeat(100_000)));
            for (int i = 0; i < 2_000; i++) {
                out.write(big);
                out.flush();
                written.add(i);
            }
            stream(exchange);
        };
        CountDownLatch begun = new CountDownLatch(1);

        Disposable slow = engine().generate(HELLO)
                .doOnNext(e -> begun.countDown())
                .subscribeWith(new reactor.core.publisher.BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                        subscription.request(1);
                    }
                });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        int before;
        int after = written.size();
        do {
            before = after;
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            after = written.size();
        } while (after > before);

        assertThat(after).isLessThan(1_000);
        slow.dispose();
    }

    @Test
    void promptsOfOneScopeAreNotFoundFromAnother() {
        ChatEngine engine = engine();

        for (String scope : List.of("acme", "acme", "globex", "")) {
            engine.generate(HELLO.withCacheScope(scope)).blockLast();
        }

        List<String> salts = server.bodies().stream()
                .map(body -> JSON.readTree(body).path("cache_salt").asString("none"))
                .toList();
        assertThat(salts.get(0)).hasSize(64).isEqualTo(salts.get(1)).isNotEqualTo(salts.get(2));
        assertThat(salts.get(3)).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "413 | | ContextExceeded",
                "429 | | Overloaded",
                "503 | | Overloaded",
                "401 | | Unavailable",
                "500 | {\"error\": {\"message\": \"secret hola\"}} | Unavailable",
                "404 | {\"error\": {\"message\": \"secret hola\"}} | Unsupported",
                "400 | {\"error\": {\"message\": \"secret hola\", \"param\": \"top_k\"}} | Unsupported",
                "422 | not json secret hola | Unsupported",
            })
    void refusalsKeepTheirMeaningAndNotTheirWords(int status, String body, String kind) {
        server.chat = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            StubModelServer.send(exchange, status, body == null ? "" : body);
        };

        assertThatThrownBy(() -> engine().generate(HELLO).blockLast()).satisfies(e -> {
            assertThat(e.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(e).hasMessageNotContaining("secret");
            assertThat(e).hasMessageContaining(status == 413 ? "context" : "127.0.0.1");
            if (e instanceof EngineException.Overloaded busy) {
                assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            }
            if (e instanceof EngineException.Unsupported unsupported && status == 400) {
                assertThat(unsupported.parameter()).isEqualTo("top_k");
            }
        });
    }

    /** The messages of vLLM (two ages), llama-server and OpenAI. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\": {\"message\": \"You passed 3000 input tokens and requested 10 output tokens. However, the"
                        + " model's context length is only 2048 tokens\", \"param\": \"input_tokens\"}} | 3000 | 2048",
                "{\"object\": \"error\", \"message\": \"This model's maximum context length is 2048 tokens. However, you"
                        + " requested 3050 tokens (3000 in the messages, 50 in the completion).\"} | 3050 | 2048",
                "{\"error\": {\"code\": 400, \"type\": \"exceed_context_size_error\", \"message\": \"request exceeds the"
                        + " available context size\", \"n_prompt_tokens\": 3000, \"n_ctx\": 1024}} | 3000 | 1024",
                "{\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"too long\"}} | 2049 | 2048",
                "{\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"This model's maximum context length is"
                        + " 2048 tokens; the messages take 3000.\"}} | 3000 | 2048",
                "{\"error\": {\"code\": \"context_length_exceeded\", \"message\": \"This model's maximum context length is"
                        + " 2048 tokens. However, your messages resulted in 3000 tokens.\"}} | 3000 | 2048",
            })
    void aPromptThatDoesNotFitIsSaidAsSuch(String body, int prompt, int context) {
        server.chat = exchange -> StubModelServer.send(exchange, 400, body);

        assertThatThrownBy(() -> engine().generate(HELLO).blockLast())
                .isInstanceOfSatisfying(EngineException.ContextExceeded.class, e -> {
                    assertThat(e.promptTokens()).isEqualTo(prompt);
                    assertThat(e.contextTokens()).isEqualTo(context);
                });
    }

    @Test
    void closingEndsAnswersAndHealth() {
        CountDownLatch never = new CountDownLatch(1);
        opened.add(never::countDown);
        server.chat = exchange -> {
            OutputStream out = StubModelServer.begin(exchange);
            out.write(frame(says("x")));
            out.flush();
            await(never);
        };
        ChatEngine engine = engine();

        StepVerifier.create(engine.generate(HELLO))
                .expectNext(new EngineEvent.Text("x"))
                .then(engine::close)
                .expectError(EngineException.Unavailable.class)
                .verify(Duration.ofMinutes(1));

        assertThat(engine.health()).isInstanceOf(EngineHealth.Unavailable.class);
    }
}
