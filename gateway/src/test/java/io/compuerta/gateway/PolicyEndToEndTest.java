package io.compuerta.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.gateway.dispatch.ModelLoads;
import io.compuerta.gateway.testing.Chat;
import io.compuerta.gateway.testing.GatewayUnderTest;
import io.compuerta.gateway.testing.TestConfiguration;
import io.compuerta.policy.decide.ModelId;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Labels, demands, capabilities and strategies through the whole gateway. */
class PolicyEndToEndTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        String stub = GatewayUnderTest.stub().baseUrl();
        gateway = GatewayUnderTest.start(
                new TestConfiguration("""
                version: 1
                targets:
                  local:  { engine: qwen }
                  cheap:  { models: [dear/echo, europe/echo], strategy: cheapest }
                  europe: { models: [dear/echo, europe/echo] }
                data:
                  personal:  { residency: [eu] }
                  regulated: local-only
                rules:
                  - { name: texts, when: task == "translate", route: cheap }
                  - { name: long answers, when: outputTokens > 5000, route: europe, require: { retention: none } }
                  - { name: rest, route: europe, fallback: [local] }
                tests:
                  - { given: { sensitivity: regulated }, expect: { route: local } }
                """, """
                version: 1
                providers:
                  - id: dear
                    dialect: openai
                    base-url: %s
                    residency: [us]
                    retention: 30d
                    models: [echo, { name: blind, vision: false, tools: false, json-schema: false, context-tokens: 1000 }]
                  - id: europe
                    dialect: openai
                    base-url: %s
                    residency: [de]
                    retention: none
                    training: false
                    models: [echo]
                """.formatted(stub, stub), """
                version: 1
                baseline: dear/echo
                prices:
                  - model: dear/echo
                    from: 2020-01-01
                    usd-per-million: { input: 4.00, output: 20.00 }
                    source: made up for tests
                  - model: europe/echo
                    from: 2020-01-01
                    usd-per-million: { input: 0.40, output: 2.00 }
                    source: made up for tests
                """, """
                version: 1
                keys:
                  - { id: tests, sha256: %s, tenant: acme }
                """.formatted(
                                TestConfiguration.sha256(GatewayUnderTest.KEY))),
                Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'',           dear/echo",
        "public,       dear/echo",
        "personal,     europe/echo",
        "Confidential, europe/echo",
        "regulated,    local/Scripted-1",
        "'public, regulated', local/Scripted-1"
    })
    void aLabelRaisesTheSensitivityAndWithItWhatIsDemanded(String label, String model) {
        String question = "Name the capital of Peru. " + GatewayUnderTest.freshId();

        assertThat(model(ask(Chat.body("auto", question), "x-compuerta-sensitivity", label)))
                .isEqualTo(model);
    }

    @Test
    void aLabelNeverLowersWhatWasFound() {
        HttpResponse<String> response = ask(
                Chat.body("auto", "El paciente Juan Pérez, DNI 12345678Z, tiene cáncer y su diagnóstico es grave."),
                "x-compuerta-sensitivity",
                "public");

        assertThat(model(response)).isEqualTo("local/Scripted-1");
    }

    @ParameterizedTest
    @CsvSource({"x-compuerta-sensitivity, secret", "x-compuerta-sensitivity, 3", "x-compuerta-task, translating"})
    void anUnknownLabelIsABadRequestThatSaysWhatIsAllowed(String header, String value) {
        HttpResponse<String> response = ask(Chat.body("auto", "hello"), header, value);

        JsonNode error = JSON.readTree(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("param").stringValue()).isEqualTo(header);
        assertThat(error.path("type").stringValue()).isEqualTo("invalid_request_error");
        assertThat(error.path("message").stringValue())
                .contains(header.endsWith("task") ? "translate, rewrite" : "public, internal, personal")
                .doesNotContain(value + ".");
    }

    @Test
    void aDemandBindsTheModelThatTheCallerNames() {
        HttpResponse<String> refused = ask(Chat.body("dear/echo", "hello"), "x-compuerta-sensitivity", "personal");
        HttpResponse<String> served = ask(Chat.body("europe/echo", "hello"), "x-compuerta-sensitivity", "personal");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(message(refused)).contains("its data may be in us, eu is required, by 'data: personal'");
        assertThat(served.statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerCachedWithoutALabelIsNotGivenWithOne() {
        String body = Chat.body("auto", "Name the capital of Chile. " + GatewayUnderTest.freshId());

        ask(body, "x-compuerta-sensitivity", "");
        HttpResponse<String> labelled = ask(body, "x-compuerta-sensitivity", "regulated");

        assertThat(labelled.headers().firstValue("x-compuerta-cache")).contains("miss");
        assertThat(model(labelled)).isEqualTo("local/Scripted-1");
    }

    @Test
    void theTaskOfTheLabelChoosesTheRuleAndTheCheapestModelServes() {
        HttpResponse<String> response =
                ask(Chat.body("auto", "hello there " + GatewayUnderTest.freshId()), "x-compuerta-task", "translate");

        assertThat(response.headers().firstValue("x-compuerta-rule")).contains("texts");
        assertThat(model(response)).isEqualTo("europe/echo");
    }

    @Test
    void aRulesDemandLeavesOutTheModelThatKeepsRequests() {
        ObjectNode body = Chat.json("auto", "hello " + GatewayUnderTest.freshId());
        body.put("max_completion_tokens", 6000);

        assertThat(model(ask(body.toString(), "x-compuerta-task", "chat"))).isEqualTo("europe/echo");
    }

    @Test
    void whatTheNamedModelCannotTakeIsRefusedAsAProviderWould() {
        ObjectNode tools = Chat.json("dear/blind", "hello");
        tools.putArray("tools")
                .addObject()
                .put("type", "function")
                .putObject("function")
                .put("name", "f");
        ObjectNode schema = Chat.json("dear/blind", "hello");
        schema.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .putObject("schema");
        ObjectNode image = Chat.json("dear/blind", "");
        ((ObjectNode) image.path("messages").path(0))
                .putArray("content")
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", "https://example.com/cat.png");

        assertRefused(tools.toString(), "unsupported_parameter", "tools", "it takes no tools");
        assertRefused(schema.toString(), "unsupported_parameter", "response_format", "it takes no JSON schemas");
        assertRefused(image.toString(), "unsupported_parameter", "messages", "it takes no images");
        assertRefused(
                Chat.body("dear/blind", minutes()),
                "context_length_exceeded",
                "messages",
                "its context window of 1000 tokens is too small");
    }

    @Test
    void callsAreMeasured() {
        ask(Chat.body("dear/echo", "measure me " + GatewayUnderTest.freshId()), "x-compuerta-task", "chat");
        ModelLoads loads = gateway.bean(ModelLoads.class);

        assertThat(loads.expectedMillis(ModelId.parse("dear/echo"))).isPositive();
        assertThat(loads.expectedMillis(ModelId.parse("dear/blind"))).isZero();
    }

    /** Some two thousand tokens that no firewall minds. */
    private static String minutes() {
        StringBuilder text = new StringBuilder("Summarize these minutes.\n");
        for (int day = 1; day <= 100; day++) {
            text.append("On day ")
                    .append(day)
                    .append(" the committee agreed to move item ")
                    .append(day * 7)
                    .append(" to the ")
                    .append(day % 2 == 0 ? "spring" : "autumn")
                    .append(" agenda, and nobody objected.\n");
        }
        return text.toString();
    }

    private static void assertRefused(String body, String code, String param, String words) {
        HttpResponse<String> response = ask(body, "x-compuerta-task", "chat");
        JsonNode error = JSON.readTree(response.body()).path("error");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.path("code").stringValue()).isEqualTo(code);
        assertThat(error.path("param").stringValue()).isEqualTo(param);
        assertThat(error.path("message").stringValue()).contains(words);
    }

    /** @param value no header is sent when empty */
    private static HttpResponse<String> ask(String body, String header, String value) {
        var request = gateway.chat(body);
        return GatewayUnderTest.send(value.isEmpty() ? request : request.header(header, value));
    }

    private static String model(HttpResponse<String> response) {
        return response.headers().firstValue("x-compuerta-model").orElse(response.body());
    }

    private static String message(HttpResponse<String> response) {
        return JSON.readTree(response.body()).path("error").path("message").stringValue();
    }
}
