package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.compuerta.gateway.testing.Blocking;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/embeddings} with the real model. */
class EmbeddingsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MODEL = "local/all-minilm-l6-v2";

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @AfterAll
    static void nothingBlockedAnEventLoop() {
        assertThat(Blocking.found()).isEmpty();
    }

    @Test
    void answersInTheShapeOfOpenAi() {
        HttpResponse<String> answer = ask("""
                {"model": "auto", "input": ["one text", "another text", "one text"]}
                """);

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("object").asString()).isEqualTo("list");
        assertThat(body.path("model").asString()).isEqualTo(MODEL);
        assertThat(body.path("usage").path("prompt_tokens").asInt()).isEqualTo(12);
        assertThat(body.path("usage").path("total_tokens").asInt()).isEqualTo(12);
        JsonNode data = body.path("data");
        assertThat(data.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(data.path(i).path("object").asString()).isEqualTo("embedding");
            assertThat(data.path(i).path("index").asInt()).isEqualTo(i);
            assertThat(data.path(i).path("embedding").size()).isEqualTo(384);
        }
        assertThat(data.path(0).path("embedding")).isEqualTo(data.path(2).path("embedding"));
        assertThat(data.path(0).path("embedding")).isNotEqualTo(data.path(1).path("embedding"));
    }

    @Test
    void bothEncodingsHoldTheSameVector() {
        JsonNode floats = first(ask("{\"model\": \"local\", \"input\": \"señal 🙂\", \"encoding_format\": \"float\"}"));
        JsonNode base64 =
                first(ask("{\"model\": \"local\", \"input\": \"señal 🙂\", \"encoding_format\": \"base64\"}"));

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64.stringValue()))
                .order(ByteOrder.LITTLE_ENDIAN);
        double square = 0;
        for (int i = 0; i < 384; i++) {
            float value = bytes.getFloat();
            assertThat(value).isEqualTo((float) floats.path(i).doubleValue());
            square += value * value;
        }
        assertThat(bytes.remaining()).isZero();
        assertThat(square).isCloseTo(1, within(1e-4));
    }

    @Test
    void tellsWhoAnsweredAndUnderWhichId() {
        HttpResponse<String> answer = GatewayUnderTest.send(
                post("{\"model\": \"%s\", \"input\": \"x\"}".formatted(MODEL)).header("x-request-id", "my-own-id"));

        assertThat(answer.headers().firstValue("x-request-id")).contains("my-own-id");
        assertThat(answer.headers().firstValue("x-compuerta-route")).contains("local");
        assertThat(answer.headers().firstValue("x-compuerta-model")).contains(MODEL);
        assertThat(answer.headers().firstValue("x-compuerta-cost-usd"))
                .hasValueSatisfying(cost -> assertThat(Double.parseDouble(cost)).isZero());
        assertThat(answer.headers().firstValue("x-compuerta-truncated-inputs")).isEmpty();
    }

    @Test
    void saysHowManyTextsWereTooLong() {
        String longText = String.join(" ", Collections.nCopies(300, "word"));

        HttpResponse<String> answer = ask("{\"model\": \"auto\", \"input\": [\"short\", \"%s\"]}".formatted(longText));

        assertThat(answer.headers().firstValue("x-compuerta-truncated-inputs")).contains("1");
        assertThat(JSON.readTree(answer.body())
                        .path("usage")
                        .path("total_tokens")
                        .asInt())
                .isEqualTo(3 + 256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"input\": \"x\"} | 400 | model",
                "{\"model\": \"auto\"} | 400 | input",
                "{\"model\": \"auto\", \"input\": []} | 400 | input",
                "{\"model\": \"auto\", \"input\": \"\"} | 400 | input",
                "{\"model\": \"auto\", \"input\": [\"x\", \"\"]} | 400 | input[1]",
                "{\"model\": \"auto\", \"input\": [1, 2, 3]} | 400 | input[0]",
                "{\"model\": \"auto\", \"input\": [[1, 2], [3]]} | 400 | input[0]",
                "{\"model\": \"auto\", \"input\": {\"a\": 1}} | 400 | input",
                "{\"model\": \"auto\", \"input\": [null]} | 400 | input[0]",
                "{\"model\": \"auto\", \"input\": \"x\", \"encoding_format\": \"hex\"} | 400 | encoding_format",
                "{\"model\": \"auto\", \"input\": \"x\", \"dimensions\": 256} | 400 | dimensions",
                "{\"model\": \"auto\", \"input\": \"x\", \"user\": 7} | 400 | user",
                "{\"model\": \"text-embedding-3-small\", \"input\": \"x\"} | 404 | model",
                "{\"model\": \"stub/echo\", \"input\": \"x\"} | 404 | model",
            })
    void namesWhatIsWrong(String body, int status, String param) {
        HttpResponse<String> answer = ask(body);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body()).path("error");
        assertThat(error.path("param").asString()).isEqualTo(param);
        assertThat(error.path("type").asString()).isEqualTo("invalid_request_error");
    }

    @Test
    void theModelsOwnDimensionMayBeAskedFor() {
        HttpResponse<String> answer = ask("{\"model\": \"auto\", \"input\": \"x\", \"dimensions\": 384}");

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesMoreTextsThanConfigured() {
        String many = "\"x\",".repeat(2048) + "\"x\"";

        HttpResponse<String> answer = ask("{\"model\": \"auto\", \"input\": [%s]}".formatted(many));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("array_above_max_length")
                .contains("2049")
                .contains("2048");
    }

    @Test
    void wantsAKeyAndTheRightMethod() {
        HttpRequest.Builder noKey = HttpRequest.newBuilder(gateway.uri("/v1/embeddings"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\": \"auto\", \"input\": \"x\"}"));

        assertThat(GatewayUnderTest.send(noKey).statusCode()).isEqualTo(401);
        assertThat(GatewayUnderTest.send(gateway.to("/v1/embeddings").GET()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void countsAgainstTheSameLimitsAsChats() {
        String body = "{\"model\": \"auto\", \"input\": \"x\", \"user\": \"embedding-limit\"}";
        HttpResponse<String> first = GatewayUnderTest.send(post(body).setHeader("Authorization", "Bearer small-key"));
        HttpResponse<String> last = first;
        for (int i = 0; i < 10 && last.statusCode() == 200; i++) {
            last = GatewayUnderTest.send(post(body).setHeader("Authorization", "Bearer small-key"));
        }

        assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void isBookedLikeAnyOtherRequest() {
        String id = GatewayUnderTest.freshId();

        GatewayUnderTest.send(
                post("{\"model\": \"auto\", \"input\": \"book me\"}").header("x-request-id", id));

        Map<String, Object> row = gateway.ledger().of(id);
        assertThat(row)
                .containsEntry("outcome", "ok")
                .containsEntry("model", MODEL)
                .containsEntry("route", "embeddings")
                .containsEntry("prompt_tokens", 4)
                .containsEntry("completion_tokens", 0)
                .containsEntry("cost_nano_usd", 0);
        assertThat(GatewayUnderTest.send(gateway.to("/actuator/prometheus").GET())
                        .body())
                .contains("route=\"embeddings\"");
    }

    @Test
    void aRefusedCallIsBookedToo() {
        String id = GatewayUnderTest.freshId();

        GatewayUnderTest.send(post("{\"model\": \"gpt-99\", \"input\": \"x\"}").header("x-request-id", id));

        assertThat(gateway.ledger().of(id))
                .containsEntry("outcome", "refused")
                .containsEntry("asked_model", "other")
                .containsEntry("error_code", "model_not_found");
    }

    @Test
    void theModelIsListedButDoesNotChat() {
        assertThat(GatewayUnderTest.send(gateway.to("/v1/models").GET()).body()).contains(MODEL);
        HttpResponse<String> chat = gateway.ask(
                "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}".formatted(MODEL));
        assertThat(chat.statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> ask(String body) {
        return GatewayUnderTest.send(post(body));
    }

    private HttpRequest.Builder post(String body) {
        return gateway.to("/v1/embeddings").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static JsonNode first(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("data").path(0).path("embedding");
    }
}
