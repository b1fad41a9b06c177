package io.compuerta.gateway.dispatch.premium.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.gateway.pipeline.AnswerEvent;
import io.compuerta.gateway.pipeline.FinishReason;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.money.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class MessageReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MessageReader reader = new MessageReader(JSON, "claude", false);

    @Test
    void thoughtsTextAndCallsComeInTheirOrderWithTheWholeBill() {
        List<AnswerEvent> events =
                read(reader, """
                {"type":"message_start","message":{"usage":{"input_tokens":5,"cache_read_input_tokens":20,"cache_creation_input_tokens":3,"output_tokens":1}}}""", """
                {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""", """
                {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}""", """
                {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"abc"}}""", """
                {"type":"content_block_stop","index":0}""", """
                {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", """
                {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Well"}}""", """
                {"type":"content_block_stop","index":1}""", """
                {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}}""", """
                {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}""", """
                {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}""", """
                {"type":"content_block_stop","index":2}""", """
                {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t2","name":"now","input":{}}}""", """
                {"type":"content_block_stop","index":3}""", """
                {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}""", """
                {"type":"message_stop"}""");

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Reasoning(0, "Hm."),
                        new AnswerEvent.Text(0, "Well"),
                        new AnswerEvent.ToolCall(0, 0, "t1", "look"),
                        new AnswerEvent.ToolArguments(0, 0, "{\"a\":"),
                        new AnswerEvent.ToolArguments(0, 0, "1}"),
                        new AnswerEvent.ToolCall(0, 1, "t2", "now"),
                        new AnswerEvent.ToolArguments(0, 1, "{}"),
                        new AnswerEvent.Finish(0, FinishReason.TOOL_CALLS),
                        new AnswerEvent.Usage(new TokenUsage(28, 20, 3, 9, 0)));
        StepVerifier.create(reader.end()).verifyComplete();
    }

    @Test
    void anAnswerInJsonIsTheToolsArguments() {
        List<AnswerEvent> events = new MessageReader(JSON, "claude", true).whole("""
                        {"type":"message","content":[{"type":"tool_use","id":"t","name":"answer_in_json","input":{"a":1}}],
                         "stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}""".getBytes(StandardCharsets.UTF_8));

        assertThat(events)
                .containsExactly(
                        new AnswerEvent.Text(0, "{\"a\":1}"),
                        new AnswerEvent.Finish(0, FinishReason.STOP),
                        new AnswerEvent.Usage(TokenUsage.of(1, 2)));
    }

    @Test
    void aStreamWithoutItsLastEventBrokeOff() {
        read(reader, """
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Well"}}""");

        StepVerifier.create(reader.end())
                .expectErrorSatisfies(e -> assertThat(((GatewayError) e).code()).isEqualTo("upstream_cut_off"))
                .verify();
    }

    @Test
    void anErrorInTheStreamIsOneForTheCaller() {
        assertThatThrownBy(() -> read(reader, """
                        {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"""))
                .isInstanceOf(GatewayError.UpstreamFailed.class)
                .hasMessage("Overloaded");
    }

    @Test
    void whatIsNoMessageIsSaidToBeUnreadable() {
        assertThatThrownBy(() -> reader.whole("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(GatewayError.UpstreamFailed.class);
        assertThatThrownBy(() -> reader.whole("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(GatewayError.UpstreamFailed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "pause_turn, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "refusal, CONTENT_FILTER"
    })
    void everyReasonToStopHasItsWord(String theirs, FinishReason ours) {
        List<AnswerEvent> events = reader.whole(
                "{\"content\":[],\"stop_reason\":\"%s\"}".formatted(theirs).getBytes(StandardCharsets.UTF_8));

        assertThat(events).containsExactly(new AnswerEvent.Finish(0, ours));
    }

    private static List<AnswerEvent> read(MessageReader reader, String... frames) {
        List<AnswerEvent> events = new ArrayList<>();
        for (String frame : frames) {
            events.addAll(reader.read(frame));
        }
        return events;
    }
}
