package io.compuerta.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import io.compuerta.engine.testing.NativeLibrary;
import io.compuerta.engine.testing.StarterModel;
import io.compuerta.engine.testing.TinyQwen3Gguf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules from schema to tokens, with the real library. */
class StructuredAnswersTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry VALIDATORS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Sampling RANDOM = new Sampling(1.5f, 1, 0, 7);
    private static final ToolSpec WEATHER = new ToolSpec(
            "weather",
            "Tells the weather of a city",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"maxLength\":12},"
                    + "\"days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":7}},\"required\":[\"city\"],\"additionalProperties\":false}");

    @TempDir
    private Path directory;

    /** Weights without meaning are the hardest case: they use every freedom that the rules leave. */
    @Test
    void whateverARandomModelWritesValidates() throws IOException {
        int whole = 0;
        Path model = TinyQwen3Gguf.write(directory, 2048, 5);
        try (LlamaChatEngine engine = LlamaChatEngine.open(
                NativeLibrary.require(), model, new LlamaSettings("tiny", false, 2048, 2, 1, 8, 64))) {
            List<JsonNode> cases = schemas();
            for (JsonNode example : cases) {
                JsonNode schema = example.path("schema");
                GenerationRequest request = ask("?", 300)
                        .withFormat(new OutputFormat.JsonSchema(JSON.writeValueAsString(schema)));
                List<EngineEvent> events = engine.generate(request).collectList().block();
                if (Answers.end(events).reason() == FinishReason.STOP) {
                    whole++;
                    Schema validator = VALIDATORS.getSchema(schema);
                    assertThat(validator.validate(Answers.text(events), InputFormat.JSON))
                            .as(example.path("name").asString() + ": " + Answers.text(events))
                            .isEmpty();
                }
            }
            assertThat(whole).as("answers that came to their end, of " + cases.size()).isGreaterThan(cases.size() / 2);
        }
    }

    @Test
    void aModelThatMustCallCalls() {
        Path model = TinyQwen3Gguf.write(directory, 2048, 5);
        try (LlamaChatEngine engine = LlamaChatEngine.open(
                NativeLibrary.require(), model, new LlamaSettings("tiny", false, 2048, 2, 1, 8, 64))) {
            List<EngineEvent> events = engine.generate(ask("?", 300)
                            .withTools(new Tools(List.of(WEATHER), new ToolChoice.Required(), false)))
                    .collectList()
                    .block();

            assertThat(events.getFirst()).isInstanceOf(EngineEvent.ToolCall.class);
            assertThat(Answers.end(events).reason()).isEqualTo(FinishReason.TOOL_CALLS);
            JsonNode arguments = JSON.readTree(arguments(events));
            assertThat(arguments.path("city").isString()).isTrue();
        }
    }

    @Test
    void theStarterModelFollowsAnInstructionInJsonAndInCalls() {
        try (LlamaChatEngine engine = LlamaChatEngine.open(
                NativeLibrary.require(),
                StarterModel.require(),
                new LlamaSettings("starter", true, 1024, 2, 1, 8, 64))) {
            String schema = "{\"type\":\"object\",\"properties\":{\"colours\":{\"type\":\"array\",\"items\":{\"enum\":"
                    + "[\"red\",\"green\",\"blue\",\"yellow\"]},\"minItems\":2,\"maxItems\":3}},\"required\":[\"colours\"]}";
            GenerationRequest json = GenerationRequest.of(
                            List.of(new ChatMessage(ChatMessage.Role.USER, "Name colours as JSON.")), Sampling.GREEDY, 80)
                    .withFormat(new OutputFormat.JsonSchema(schema));
            GenerationRequest call = GenerationRequest.of(
                            List.of(new ChatMessage(ChatMessage.Role.USER, "What is the weather in Lugo?")),
                            Sampling.GREEDY,
                            80)
                    .withTools(new Tools(List.of(WEATHER), new ToolChoice.Named("weather"), false));

            String text = Answers.textOf(engine, json);
            List<EngineEvent> events = engine.generate(call).collectList().block();

            assertThat(JSON.readTree(text).path("colours").size()).isBetween(2, 3);
            assertThat(Answers.end(events).reason()).isEqualTo(FinishReason.TOOL_CALLS);
            assertThat(JSON.readTree(arguments(events)).path("city").asString()).isNotBlank();
        }
    }

    private static GenerationRequest ask(String question, int tokens) {
        return GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, question)), RANDOM, tokens);
    }

    private static String arguments(List<EngineEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> {
            if (event instanceof EngineEvent.ToolArguments more) {
                text.append(more.fragment());
            }
        });
        return text.toString();
    }

    private static List<JsonNode> schemas() throws IOException {
        try (InputStream file = StructuredAnswersTest.class.getResourceAsStream("/schemas/schemas.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(JSON::readTree)
                    .toList();
        }
    }
}
