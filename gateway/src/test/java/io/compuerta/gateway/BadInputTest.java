package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whatever is sent, the answer is an error in OpenAI's shape, and the gateway goes on. */
class BadInputTest {

    private final GatewayUnderTest gateway = GatewayUnderTest.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                             | invalid_json               | ''",
                "not json at all                                                | invalid_json               | ''",
                "{\"model\":\"local\",                                          | invalid_json               | ''",
                "{\"model\":\"local\"} trailing                                 | invalid_json               | ''",
                "[1,2,3]                                                        | invalid_json               | ''",
                "null                                                           | invalid_json               | ''",
                "{\"messages\":[]}                                              | missing_required_parameter | model",
                "{\"model\":7,\"messages\":[]}                                  | missing_required_parameter | model",
                "{\"model\":\"local\"}                                          | missing_required_parameter | messages",
                "{\"model\":\"local\",\"messages\":[]}                          | missing_required_parameter | messages",
                "{\"model\":\"local\",\"messages\":\"hi\"}                      | missing_required_parameter | messages",
                "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"user\":{}} | invalid_type | user",
                "{\"model\":\"local\",\"messages\":[7]}                         | invalid_type               | messages[0]",
                "{\"model\":\"local\",\"messages\":[{\"role\":\"king\",\"content\":\"x\"}]} | invalid_value | messages[0].role",
                "{\"model\":\"local\",\"messages\":[{\"role\":\"user\"}]}       | invalid_type               | messages[0].content",
                "{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":[\"x\"]}]} | invalid_type   | messages[0].content"
            })
    void malformedRequestsAreExplained(String body, String code, String param) {
        HttpResponse<String> response = gateway.ask(body);

        assertError(response, 400, code, param);
    }

    @ParameterizedTest
    @CsvSource({
        "max_tokens, -1",
        "max_tokens, 0",
        "max_tokens, 1.5",
        "max_tokens, 99999999999",
        "max_tokens, '\"many\"'",
        "max_completion_tokens, -5",
        "n, 0",
        "n, '\"two\"'",
        "temperature, 2.1",
        "temperature, -0.1",
        "temperature, '\"hot\"'",
        "top_p, 1.1",
        "stream, '\"yes\"'",
        "stream_options, '\"usage\"'",
        "stop, 7",
        "stop, '[1]'",
        "tools, '{}'"
    })
    void parametersOutOfRangeAreNamed(String param, String value) {
        String body = "{\"model\":\"stub/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"stream\":true,\""
                + param + "\":" + value + "}";

        HttpResponse<String> response = gateway.ask(body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Answers.error(response.body());
        assertThat(error.path("param").asString("")).isEqualTo(param);
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = Chat.body("local", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);

        HttpResponse<String> response = GatewayUnderTest.send(
                gateway.to("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        assertError(response, 400, "invalid_json", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "stub/echo"})
    void halfACharacterIsRefusedAndNotSentOn(String model) {
        String body = Chat.body(model, "HALF").replace("HALF", "broken \\ud83d emoji");

        HttpResponse<String> response = gateway.ask(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Answers.error(response.body()).path("code").stringValue()).isEqualTo("invalid_json");
    }

    @Test
    void aTwentyMegabyteBodyIsTooLargeWithAndWithoutAnnouncedLength() {
        byte[] body = Chat.body("local", "a".repeat(20 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> announced = GatewayUnderTest.send(
                gateway.to("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofByteArray(body)));

        assertError(announced, 413, "request_too_large", "");
        assertThat(gateway.ask(Chat.body("local", "Still there?")).statusCode()).isEqualTo(200);
    }

    @Test
    void tenThousandMessagesAreTooMany() {
        var request = Chat.json("local", "0");
        for (int i = 1; i < 10_000; i++) {
            request.withArray("messages").addObject().put("role", "user").put("content", "m" + i);
        }

        assertError(gateway.ask(request.toString()), 400, "array_above_max_length", "messages");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        String body = "{\"model\":\"local\",\"messages\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertError(gateway.ask(body), 400, "invalid_json", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gpt-99", "stub/unknown", "nobody/echo", "local/qwen-900b", "/", "a/", "/b", "stub/ ", "AUTO"})
    void unknownModelsAreNotFound(String model) {
        HttpResponse<String> response = gateway.ask(Chat.body(model, "x"));

        assertError(response, 404, "model_not_found", "model");
        assertThat(Answers.error(response.body()).path("message").stringValue())
                .isEqualTo(
                        "The model `" + model.replace(' ', '?') + "` does not exist or you do not have access to it.");
    }

    @Test
    void aProviderWithoutItsKeyIsUnavailableNotUnknown() {
        HttpResponse<String> response = gateway.ask(Chat.body("keyless/some-model", "x"));

        assertThat(response.statusCode()).isEqualTo(503);
    }

    @Test
    void errorsNeverRepeatTheText() {
        HttpResponse<String> response =
                gateway.ask("{\"model\":\"local\",\"messages\":[{\"role\":\"user\",\"content\":\"my secret plan\"},");

        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void whatTheLocalModelCannotDoIsSaid() {
        var request = Chat.json("local", "Call a tool");
        request.putArray("tools")
                .addObject()
                .put("type", "custom")
                .putObject("custom")
                .put("name", "f");

        assertError(gateway.ask(request.toString()), 400, "unsupported_parameter", "tools");
    }

    private static void assertError(HttpResponse<String> response, int status, String code, String param) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
        JsonNode error = Answers.error(response.body());
        assertThat(error.path("code").asString("")).isEqualTo(code);
        assertThat(error.path("param").asString("")).isEqualTo(param);
        assertThat(error.path("message").asString("")).isNotBlank();
        assertThat(error.path("type").asString("")).isEqualTo("invalid_request_error");
    }
}
