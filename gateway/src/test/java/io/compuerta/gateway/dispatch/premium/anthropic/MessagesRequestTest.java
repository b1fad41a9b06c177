package io.compuerta.gateway.dispatch.premium.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.pipeline.ChatRequest;
import io.compuerta.gateway.pipeline.GatewayError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MessagesRequestTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void systemPromptsStandApartAndNeighboursOfOneSideAreOneTurn() {
        JsonNode body = body("""
                {"messages": [
                  {"role": "system", "content": "Be brief."},
                  {"role": "user", "content": "One."},
                  {"role": "user", "content": [{"type": "text", "text": "Two."}]},
                  {"role": "developer", "content": "In Spanish."},
                  {"role": "assistant", "content": "  ", "reasoning_content": "private"},
                  {"role": "user", "content": "Three."}]}""");

        assertThat(body.path("system")).isEqualTo(json("""
                [{"type": "text", "text": "Be brief."}, {"type": "text", "text": "In Spanish."}]"""));
        assertThat(body.path("messages")).isEqualTo(json("""
                [{"role": "user", "content": [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}]},
                 {"role": "user", "content": [{"type": "text", "text": "Three."}]}]"""));
        assertThat(body.toString()).doesNotContain("private");
    }

    @Test
    void callsAndTheirResultsKeepTheirIds() {
        JsonNode body = body("""
                {"messages": [
                  {"role": "user", "content": "Weather?"},
                  {"role": "assistant", "content": null, "tool_calls": [
                    {"id": "a", "type": "function", "function": {"name": "look", "arguments": "{\\"city\\": \\"Vigo\\"}"}},
                    {"id": "b", "type": "function", "function": {"name": "look", "arguments": "not json"}}]},
                  {"role": "tool", "tool_call_id": "a", "content": "Rain"},
                  {"role": "tool", "tool_call_id": "b", "content": "Sun"}]}""");

        assertThat(body.path("messages").path(1)).isEqualTo(json("""
                {"role": "assistant", "content": [
                  {"type": "tool_use", "id": "a", "name": "look", "input": {"city": "Vigo"}},
                  {"type": "tool_use", "id": "b", "name": "look", "input": {"text": "not json"}}]}"""));
        assertThat(body.path("messages").path(2)).isEqualTo(json("""
                {"role": "user", "content": [
                  {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "Rain"}]},
                  {"type": "tool_result", "tool_use_id": "b", "content": [{"type": "text", "text": "Sun"}]}]}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"auto\" | {\"type\": \"auto\"}",
                "\"none\" | {\"type\": \"none\"}",
                "\"required\" | {\"type\": \"any\"}",
                "{\"type\": \"function\", \"function\": {\"name\": \"look\"}} | {\"type\": \"tool\", \"name\": \"look\"}"
            })
    void everyToolChoiceHasItsWord(String ours, String theirs) {
        JsonNode body = body("""
                {"messages": [{"role": "user", "content": "Hi"}], "tool_choice": %s,
                 "tools": [{"type": "function", "function": {"name": "look", "description": "Looks.",
                            "parameters": {"type": "object", "properties": {}}}}]}""".formatted(ours));

        assertThat(body.path("tool_choice")).isEqualTo(json(theirs));
        assertThat(body.path("tools")).isEqualTo(json("""
                [{"name": "look", "description": "Looks.", "input_schema": {"type": "object", "properties": {}}}]"""));
    }

    @Test
    void oneCallAtATimeIsSaidInTheChoice() {
        JsonNode body = body("""
                {"messages": [{"role": "user", "content": "Hi"}], "parallel_tool_calls": false,
                 "tools": [{"type": "function", "function": {"name": "look"}}]}""");

        assertThat(body.path("tool_choice"))
                .isEqualTo(json("{\"type\": \"auto\", \"disable_parallel_tool_use\": true}"));
    }

    @Test
    void numbersAreBroughtIntoTheirRange() {
        JsonNode body = body("""
                {"messages": [{"role": "user", "content": "Hi"}], "temperature": 1.7, "top_p": 0.5,
                 "max_completion_tokens": 7, "stop": ["END", " "], "user": "digest", "seed": 3, "logprobs": true}""");

        assertThat(body.path("temperature").doubleValue()).isEqualTo(1);
        assertThat(body.has("top_p")).isFalse();
        assertThat(body.path("max_tokens").intValue()).isEqualTo(7);
        assertThat(body.path("stop_sequences")).isEqualTo(json("[\"END\"]"));
        assertThat(body.path("metadata").path("user_id").stringValue()).isEqualTo("digest");
        assertThat(body.has("seed")).isFalse();
        assertThat(body.has("stream")).isFalse();
    }

    @Test
    void aLimitIsSetWhereTheCallerSetsNone() {
        assertThat(body("{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}")
                        .path("max_tokens")
                        .intValue())
                .isEqualTo(MessagesRequest.USUAL_MAX_TOKENS);
    }

    @Test
    void picturesAndFilesBecomeTheirBlocks() {
        JsonNode content = body("""
                {"messages": [{"role": "user", "content": [
                  {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
                  {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
                  {"type": "file", "file": {"file_data": "data:application/pdf;base64,BBBB"}},
                  {"type": "file", "file": {"file_data": "data:text/plain;charset=utf-8;base64,aG9sYQ=="}}]}]}""").path("messages").path(0).path("content");

        assertThat(content).isEqualTo(json("""
                [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AAAA"}},
                 {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}},
                 {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "BBBB"}},
                 {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "hola"}}]"""));
    }

    @Test
    void anAnswerInJsonIsAskedForAsTheOnlyTool() {
        ChatRequest request = request("""
                {"messages": [{"role": "user", "content": "Hi"}],
                 "response_format": {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}}}""");

        MessagesRequest made = MessagesRequest.of(request, "claude", JSON);

        assertThat(made.answersByTool()).isTrue();
        assertThat(made.body().path("tools").path(0).path("input_schema")).isEqualTo(json("{\"type\": \"object\"}"));
        assertThat(made.body().path("tool_choice").path("name").stringValue()).isEqualTo(MessagesRequest.ANSWER_TOOL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\": 2, \"messages\": []}",
                "{\"functions\": [{\"name\": \"f\"}], \"messages\": []}",
                "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_audio\", \"input_audio\": {}}]}]}",
                "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"file\", \"file\": {\"file_id\": \"f\"}}]}]}",
                "{\"messages\": [], \"tools\": [{}], \"response_format\": {\"type\": \"json_object\"}}"
            })
    void whatTheyCannotSayIsLeftToAnotherModel(String request) {
        assertThatThrownBy(() -> body(request))
                .isInstanceOfSatisfying(
                        GatewayError.BadRequest.class,
                        error -> assertThat(error.code()).isEqualTo("unsupported_parameter"));
    }

    private static JsonNode body(String request) {
        return MessagesRequest.of(request(request), "claude", JSON).body();
    }

    private static ChatRequest request(String text) {
        return new ChatRequest((ObjectNode) json(text));
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
