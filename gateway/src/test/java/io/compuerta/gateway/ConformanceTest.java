package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.ScriptedEngine;
import io.compuerta.gateway.testing.SseEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What OpenAI's clients rely on, point by point. */
class ConformanceTest {

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/chat/completions/",
                "/chat/completions",
                "/chat/completions/",
                "/v1/chat/completions?api-version=2026-01-01&beta=true"
            })
    void pathsAreTolerant(String path) {
        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.to(path).POST(HttpRequest.BodyPublishers.ofString(Chat.body("local", "Hello"))));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"Authorization, 'Bearer '", "authorization, 'bearer '", "x-api-key, ''", "api-key, ''"})
    void keysAreReadFromThreeHeaders(String header, String prefix) {
        assertThat(withHeaders(header, prefix + GatewayUnderTest.KEY).statusCode())
                .isEqualTo(200);
        assertThat(withHeaders(header, prefix + "wrong").statusCode()).isEqualTo(401);
    }

    @Test
    void severalKeysMustAgree() {
        String key = GatewayUnderTest.KEY;

        assertThat(withHeaders("Authorization", "Bearer " + key, "x-api-key", key, "api-key", key)
                        .statusCode())
                .isEqualTo(200);
        assertThat(withHeaders("Authorization", "Bearer " + key, "x-api-key", "other")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void withoutAKeyNothingIsDone() {
        HttpResponse<String> response = withHeaders("Accept", "*/*");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Answers.error(response.body()).path("code").stringValue()).isEqualTo("invalid_api_key");
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void theHeadersThatClientLibrariesSendAreAccepted() {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.chat(Chat.body("local", "Hello"))
                .header("OpenAI-Organization", "org-1")
                .header("OpenAI-Project", "proj-1")
                .header("X-Stainless-Lang", "js")
                .header("X-Stainless-Retry-Count", "1")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .header("Idempotency-Key", "k-1")
                .header("Accept-Encoding", "gzip, deflate")
                .header("Accept", "text/event-stream"));

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void theCallersRequestIdIsEchoedInBothSpellings() {
        String id = GatewayUnderTest.freshId();

        HttpResponse<String> fine =
                GatewayUnderTest.send(gateway.chat(Chat.body("local", "Hello")).header("x-request-id", id));
        HttpResponse<String> failed = GatewayUnderTest.send(gateway.chat("{").header("x-request-id", id));
        HttpResponse<String> streamed = GatewayUnderTest.send(
                gateway.chat(Chat.streamed("local", "Hello")).header("x-request-id", id));

        for (HttpResponse<String> response : List.of(fine, failed, streamed)) {
            assertThat(response.headers().firstValue("x-request-id")).contains(id);
            assertThat(response.headers().firstValue("request-id")).contains(id);
        }
    }

    @Test
    void aRequestIdThatIsNotPlainIsReplaced() {
        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(Chat.body("local", "Hello")).header("x-request-id", "ana@correo-prueba.es"));

        assertThat(response.headers().firstValue("x-request-id").orElse("")).startsWith("req_");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nowhere, 404, unknown_url",
        "POST, /v1/images/generations, 404, unknown_url",
        "GET, /v1/chat/completions, 405, method_not_allowed",
        "DELETE, /v1/chat/completions, 405, method_not_allowed",
        "POST, /v1/models, 405, method_not_allowed",
        "GET, /, 404, unknown_url"
    })
    void wrongPathsAndMethodsAreToldInJson(String method, String path, int status, String code) {
        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.to(path).header("Accept", "text/html").method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(Answers.error(response.body()).path("code").stringValue()).isEqualTo(code);
        if (status == 405) {
            assertThat(response.headers().firstValue("allow")).isPresent();
        }
    }

    @Test
    void aWholeAnswerHasEveryFieldThatClientsRead() {
        HttpResponse<String> response = gateway.ask(Chat.body("local", "Hello"));

        JsonNode answer = Answers.json(response.body());
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.path("id").stringValue()).startsWith("chatcmpl-");
        assertThat(answer.path("object").stringValue()).isEqualTo("chat.completion");
        assertThat(answer.path("created").asLong()).isPositive();
        assertThat(answer.path("model").stringValue()).isEqualTo("local/" + ScriptedEngine.MODEL);
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("message").path("role").stringValue()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content").stringValue()).isEqualTo("local: Hello");
        assertThat(choice.path("message").has("refusal")).isTrue();
        assertThat(choice.has("logprobs")).isTrue();
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("stop");
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt()
                        + usage.path("completion_tokens").asInt())
                .isPositive();
        assertThat(response.headers().firstValue("x-compuerta-cost-usd")).contains("0");
    }

    @Test
    void usageIsThereEvenWhenTheProviderTellsNone() {
        HttpResponse<String> response =
                GatewayUnderTest.send(gateway.chat(Chat.body("local", "Hello")).header("Cache-Control", "no-store"));

        assertThat(Answers.json(response.body())
                        .path("usage")
                        .path("prompt_tokens")
                        .asInt())
                .isPositive();
    }

    @Test
    void severalAnswersAreNumbered() {
        HttpResponse<String> whole =
                gateway.ask(Chat.json("local", "Hello").put("n", 3).toString());
        HttpResponse<String> streamed = gateway.ask(
                Chat.json("local", "Hello").put("n", 3).put("stream", true).toString());

        JsonNode choices = Answers.json(whole.body()).path("choices");
        assertThat(choices.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(choices.path(i).path("index").asInt()).isEqualTo(i);
            assertThat(choices.path(i).path("message").path("content").stringValue())
                    .isEqualTo("local: Hello");
        }
        long finished = SseEvent.parse(streamed.body()).stream()
                .filter(event -> !event.isDone())
                .filter(event -> event.json()
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .isString())
                .count();
        assertThat(finished).isEqualTo(3);
    }

    @Test
    void stopStringsAndLimitsReachTheEngine() {
        HttpResponse<String> stopped = gateway.ask(
                Chat.json("local", "one STOP two").put("stop", "STOP").toString());
        HttpResponse<String> cut =
                gateway.ask(Chat.json("local", "Hello").put("max_tokens", 4).toString());
        HttpResponse<String> alias = gateway.ask(
                Chat.json("local", "Hello").put("max_completion_tokens", 3).toString());

        assertThat(Answers.content(stopped.body())).isEqualTo("local: one ");
        assertThat(finish(cut)).isEqualTo("length");
        assertThat(Answers.content(cut.body())).isEqualTo("loca");
        assertThat(Answers.content(alias.body())).isEqualTo("loc");
    }

    @Test
    void developersAndPartsOfTextAreUnderstood() {
        var request = Chat.json("local", "x");
        request.withArray("messages").removeAll();
        request.withArray("messages").addObject().put("role", "developer").put("content", "Be brief.");
        var parts =
                request.withArray("messages").addObject().put("role", "user").putArray("content");
        parts.addObject().put("type", "text").put("text", "first");
        parts.addObject().put("type", "text").put("text", "second");

        HttpResponse<String> response = gateway.ask(request.toString());

        assertThat(Answers.content(response.body())).isEqualTo("local: first\nsecond");
    }

    @Test
    void aStreamKeepsTheContract() {
        String id = GatewayUnderTest.freshId();
        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.chat(Chat.streamed("local", "¿Qué tal? 👩‍👩‍👧 " + id)).header("x-request-id", id));

        List<SseEvent> events = SseEvent.parse(response.body());
        List<JsonNode> chunks = events.stream()
                .filter(event -> !event.isDone())
                .map(SseEvent::json)
                .toList();
        assertThat(response.headers().firstValue("content-type").orElse("").toLowerCase())
                .isEqualTo("text/event-stream;charset=utf-8");
        assertThat(response.headers().firstValue("cache-control").orElse("")).contains("no-cache");
        assertThat(response.headers().firstValue("x-accel-buffering")).contains("no");
        assertThat(response.headers().firstValue("x-compuerta-route")).contains("local");
        assertThat(events.getLast().isDone()).isTrue();
        assertThat(events.stream().filter(SseEvent::isDone)).hasSize(1);
        JsonNode role = chunks.getFirst().path("choices").path(0).path("delta");
        assertThat(role.path("role").stringValue()).isEqualTo("assistant");
        assertThat(role.path("content").stringValue()).isEmpty();
        assertThat(distinct(chunks, "id")).hasSize(1);
        assertThat(distinct(chunks, "created")).hasSize(1);
        assertThat(distinct(chunks, "model")).containsExactly("local/" + ScriptedEngine.MODEL);
        assertThat(distinct(chunks, "object")).containsExactly("chat.completion.chunk");
        assertThat(chunks.getLast()
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .stringValue())
                .isEqualTo("stop");
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allMatch(chunk ->
                        chunk.path("choices").path(0).path("finish_reason").isNull());
        assertThat(chunks).noneMatch(chunk -> chunk.has("usage"));
        assertThat(SseEvent.text(events)).isEqualTo("local: ¿Qué tal? 👩‍👩‍👧 " + id);
    }

    @Test
    void usageComesLastInAStreamThatAsksForIt() {
        var request = Chat.json("local", "Hello").put("stream", true);
        request.putObject("stream_options").put("include_usage", true);

        List<SseEvent> events = SseEvent.parse(gateway.ask(request.toString()).body());

        JsonNode last = events.get(events.size() - 2).json();
        assertThat(last.path("choices").size()).isZero();
        assertThat(last.path("choices").isArray()).isTrue();
        assertThat(last.path("usage").path("completion_tokens").asInt()).isPositive();
        assertThat(last.path("compuerta").path("cost_usd").asString("")).isEqualTo("0");
        assertThat(events.subList(0, events.size() - 2))
                .allMatch(event ->
                        event.json().path("usage").isNull() && event.json().has("usage"));
    }

    @Test
    void aNullStreamOptionIsAsGoodAsNone() {
        String body = Chat.json("stub/echo", "Null it is")
                .put("stream", true)
                .putNull("stream_options")
                .toString();

        assertThat(SseEvent.text(SseEvent.parse(gateway.ask(body).body()))).isEqualTo("Null it is");
    }

    @Test
    void modelsAreListedForClientsOfBothDialects() {
        HttpResponse<String> response =
                GatewayUnderTest.send(gateway.to("/v1/models").GET());

        JsonNode list = Answers.json(response.body());
        assertThat(list.path("object").stringValue()).isEqualTo("list");
        assertThat(list.path("has_more").asBoolean()).isFalse();
        Set<String> ids = list.path("data").values().stream()
                .map(entry -> entry.path("id").stringValue())
                .collect(Collectors.toSet());
        assertThat(ids).contains("auto", "local", "stub/echo", "wire/faulty").doesNotContain("keyless/some-model");
        assertThat(list.path("data").values()).allSatisfy(entry -> {
            assertThat(entry.path("object").stringValue()).isEqualTo("model");
            assertThat(entry.path("type").stringValue()).isEqualTo("model");
            assertThat(entry.has("created") && entry.has("owned_by") && entry.has("display_name"))
                    .isTrue();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/auto, auto",
        "/v1/models/stub%2Fecho, stub/echo",
        "/v1/models/stub/echo, stub/echo",
        "/models/local, local"
    })
    void oneModelIsFoundByItsEncodedOrPlainId(String path, String id) {
        HttpResponse<String> response = GatewayUnderTest.send(gateway.to(path).GET());

        assertThat(Answers.json(response.body()).path("id").stringValue()).isEqualTo(id);
    }

    @Test
    void aModelThatDoesNotExistIsNotFoundAndTheListNeedsAKey() {
        HttpResponse<String> unknown =
                GatewayUnderTest.send(gateway.to("/v1/models/gpt-99").GET());
        HttpResponse<String> open = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.uri("/v1/models")));

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Answers.error(unknown.body()).path("code").stringValue()).isEqualTo("model_not_found");
        assertThat(open.statusCode()).isEqualTo(401);
    }

    @Test
    void limitsAreToldAndTheRequestOverThemIsRefusedWithAWait() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 4; i++) {
            last = GatewayUnderTest.send(HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                    .header("Authorization", "Bearer narrow-key")
                    .POST(HttpRequest.BodyPublishers.ofString(Chat.body("local", "Hello"))));
            if (i < 3) {
                assertThat(last.statusCode()).isEqualTo(200);
                assertThat(last.headers().firstValue("x-ratelimit-limit-requests"))
                        .contains("3");
                assertThat(last.headers().firstValue("x-ratelimit-remaining-requests"))
                        .contains(String.valueOf(2 - i));
            }
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(Answers.error(last.body()).path("type").stringValue()).isEqualTo("rate_limit_exceeded");
        assertThat(last.headers().firstValueAsLong("retry-after").orElse(0)).isPositive();
        assertThat(last.headers().firstValue("retry-after-ms")).isPresent();
    }

    @Test
    void aRefusedRequestDoesNotUseUpTheLimit() {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> response = GatewayUnderTest.send(HttpRequest.newBuilder(
                            gateway.uri("/v1/chat/completions"))
                    .header("Authorization", "Bearer narrow-key")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            Chat.json("gpt-99", "Hello").put("user", "patient").toString())));
            assertThat(response.statusCode()).isEqualTo(404);
        }
    }

    private HttpResponse<String> withHeaders(String... headers) {
        return GatewayUnderTest.send(HttpRequest.newBuilder(gateway.uri("/v1/chat/completions"))
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(Chat.body("local", "Hello"))));
    }

    private static String finish(HttpResponse<String> response) {
        return Answers.json(response.body())
                .path("choices")
                .path(0)
                .path("finish_reason")
                .asString("");
    }

    private static Set<String> distinct(List<JsonNode> chunks, String key) {
        return chunks.stream().map(chunk -> chunk.path(key).asString("")).collect(Collectors.toSet());
    }
}
