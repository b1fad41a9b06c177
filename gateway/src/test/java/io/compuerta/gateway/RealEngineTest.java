package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.compuerta.engine.ChatEngine;
import io.compuerta.engine.EngineHealth;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.SseEvent;
import io.compuerta.gateway.testing.TestConfiguration;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole product with its real engine; the model has random weights, so only the form of its answers can be tested. */
class RealEngineTest {

    private static final TestConfiguration STANDARD =
            TestConfiguration.standard("http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1");

    @TempDir
    Path folder;

    @Test
    void aRealModelAnswersStreamsAndSaysWhenAPromptIsTooLong() {
        NativeLibrary.requireBundled();
        Path model = TinyQwen3Gguf.write(folder, 2048, 7);
        try (GatewayUnderTest gateway = start(model)) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.bean(ChatEngine.class).health() instanceof EngineHealth.Ready);

            HttpResponse<String> whole = gateway.ask(Chat.json("local", "Hello")
                    .put("max_tokens", 5)
                    .put("temperature", 0)
                    .toString());
            HttpResponse<String> streamed = gateway.ask(Chat.json("local", "Hello there")
                    .put("max_tokens", 5)
                    .put("stream", true)
                    .toString());
            HttpResponse<String> tooLong = gateway.ask(Chat.body("local", longProse()));
            HttpResponse<String> json = gateway.ask(structured("{\"type\":\"boolean\"}"));
            HttpResponse<String> unkept = gateway.ask(structured("{\"not\":{}}"));
            HttpResponse<String> loose = gateway.ask(withTool(false));
            HttpResponse<String> strict = gateway.ask(withTool(true));

            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(Answers.json(whole.body())
                            .path("usage")
                            .path("prompt_tokens")
                            .asInt())
                    .isPositive();
            List<SseEvent> events = SseEvent.parse(streamed.body());
            assertThat(events.getLast().isDone()).isTrue();
            assertThat(events).allSatisfy(event -> assertThat(event.name()).isEqualTo("message"));
            assertThat(tooLong.statusCode()).isEqualTo(400);
            assertThat(Answers.error(tooLong.body()).path("code").stringValue()).isEqualTo("context_length_exceeded");
            JsonNode choice = Answers.json(json.body()).path("choices").path(0);
            assertThat(choice.at("/message/content").asString()).matches("\\{\"ok\": ?(true|false)}");
            assertThat(choice.at("/finish_reason").asString()).isEqualTo("stop");
            assertThat(choice.at("/logprobs/content").size()).isPositive();
            assertThat(choice.at("/logprobs/content/0/top_logprobs").size()).isEqualTo(2);
            assertThat(unkept.statusCode()).isEqualTo(400);
            assertThat(Answers.error(unkept.body()).path("param").stringValue()).isEqualTo("response_format");
            assertThat(Answers.error(unkept.body()).path("message").stringValue())
                    .contains("/properties/ok/not");
            assertThat(loose.statusCode()).isEqualTo(200);
            assertThat(GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET())
                            .body())
                    .contains("engine_tools_unenforced_total{model=\"tiny-qwen3\"} 1.0");
            assertThat(strict.statusCode()).isEqualTo(400);
            assertThat(Answers.error(strict.body()).path("param").stringValue()).isEqualTo("tools");
            assertThat(Answers.error(strict.body()).path("message").stringValue())
                    .contains("'decide'")
                    .contains("/not");
        }
    }

    @Test
    void severalModelsAreListedAndAnswerByName() throws IOException {
        NativeLibrary.requireBundled();
        Path models = Files.createDirectories(folder.resolve("data").resolve("models"));
        Files.copy(TinyQwen3Gguf.write(models), models.resolve("other.gguf"));
        try (GatewayUnderTest gateway = GatewayUnderTest.startWithRealEngine(
                STANDARD,
                Map.of(
                        "compuerta.data-dir", folder.resolve("data").toString(),
                        "compuerta.engine.models[0]", "*",
                        "compuerta.engine.download", "false",
                        "compuerta.engine.slots", "1",
                        "compuerta.engine.threads", "1",
                        "compuerta.engine.context-tokens", "256"))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> gateway.bean(ChatEngine.class).health() instanceof EngineHealth.Ready);

            HttpResponse<String> listed =
                    GatewayUnderTest.send(gateway.to("/v1/models").GET());
            HttpResponse<String> named = gateway.ask(
                    Chat.json("local/tiny-qwen3", "Hello").put("max_tokens", 5).toString());
            HttpResponse<String> both = gateway.ask(
                    Chat.json("local/other", "Hello").put("max_tokens", 5).toString());
            String metrics = GatewayUnderTest.send(
                            gateway.to("/actuator/prometheus").GET())
                    .body();
            HttpResponse<String> unknown = gateway.ask(Chat.body("local/tiny-qwen3:nobody", "Hello"));

            assertThat(listed.body()).contains("\"local/other\"").contains("\"local/tiny-qwen3\"");
            assertThat(named.statusCode()).isEqualTo(200);
            assertThat(Answers.json(named.body()).path("model").stringValue()).isEqualTo("local/tiny-qwen3");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(both.statusCode()).isEqualTo(200);
            assertThat(metrics)
                    .contains("engine_slots{model=\"other\"} 1.0")
                    .contains("engine_slots{model=\"tiny-qwen3\"} 1.0")
                    .contains("engine_completion_tokens_total{model=\"other\"} 5.0");
        }
    }

    @Test
    void aTruncatedModelFileLeavesTheGatewayUpAndTheLocalModelUnavailable() throws IOException {
        byte[] whole = Files.readAllBytes(TinyQwen3Gguf.write(folder));
        Path truncated = Files.write(folder.resolve("truncated.gguf"), Arrays.copyOf(whole, whole.length / 2));

        assertUnavailable(truncated);
    }

    @Test
    void aMissingModelFileLeavesTheGatewayUpAndTheLocalModelUnavailable() {
        assertUnavailable(folder.resolve("nowhere.gguf"));
    }

    /** Asks for an object with one property of that schema. */
    private static String structured(String schema) {
        ObjectNode request = Chat.json("local", "Is it so?");
        request.put("max_tokens", 40).put("logprobs", true).put("top_logprobs", 2);
        ObjectNode format = request.putObject("response_format").put("type", "json_schema");
        format.putObject("json_schema")
                .put("name", "ok")
                .set(
                        "schema",
                        Answers.json("{\"type\":\"object\",\"properties\":{\"ok\":" + schema
                                + "},\"required\":[\"ok\"],\"additionalProperties\":false}"));
        return request.toString();
    }

    /** Offers a tool of which more is asked than can be kept. */
    private static String withTool(boolean strict) {
        ObjectNode request = Chat.json("local", "Is it so?").put("max_tokens", 5);
        ObjectNode function =
                request.putArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", "decide").put("strict", strict);
        function.set("parameters", Answers.json("{\"type\":\"object\",\"not\":{}}"));
        return request.toString();
    }

    /** Not one word again and again, which the firewall takes for an attack. */
    private static String longProse() {
        return IntStream.range(0, 600)
                .mapToObj(i -> "In town number " + i + " the library opens at nine. ")
                .collect(Collectors.joining());
    }

    private static void assertUnavailable(Path model) {
        try (GatewayUnderTest gateway = start(model)) {
            HttpResponse<String> local = gateway.ask(Chat.body("local", "Hello"));
            HttpResponse<String> models =
                    GatewayUnderTest.send(gateway.to("/v1/models").GET());

            assertThat(local.statusCode()).isEqualTo(503);
            assertThat(local.headers().firstValue("x-should-retry")).contains("true");
            assertThat(models.statusCode()).isEqualTo(200);
        }
    }

    private static GatewayUnderTest start(Path model) {
        return GatewayUnderTest.startWithRealEngine(
                STANDARD,
                Map.of(
                        "compuerta.engine.model", model.toString(),
                        "compuerta.engine.download", "false",
                        "compuerta.engine.slots", "1",
                        "compuerta.engine.threads", "1",
                        "compuerta.engine.context-tokens", "2048"));
    }
}
