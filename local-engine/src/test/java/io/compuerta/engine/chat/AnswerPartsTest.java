package io.compuerta.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineEvent.FinishReason;
import io.compuerta.engine.TokenLogprob;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class AnswerPartsTest {

    private static final Tools TOOLS = new Tools(
            List.of(
                    new ToolSpec(
                            "weather",
                            "",
                            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":{\"type\":\"integer\"},"
                                    + "\"units\":{\"enum\":[\"C\",\"F\"]},\"wind\":{\"type\":\"boolean\"},\"list\":{\"type\":\"array\"}}}"),
                    new ToolSpec("now", "", "{}")),
            new ToolChoice.Auto(),
            true);

    /** What an answer came to: thoughts, text and calls in brackets, the reason at the end. */
    private static String told(AnswerReader reader, FinishReason reason, List<String> pieces) {
        List<EngineEvent> events = new ArrayList<>();
        for (String piece : pieces) {
            reader.read(piece, List.of(), events::add);
        }
        FinishReason end = reader.finish(reason, events::add);
        StringBuilder out = new StringBuilder();
        String kind = "";
        for (EngineEvent event : events) {
            String next = event.getClass().getSimpleName();
            switch (event) {
                case EngineEvent.Text e ->
                    out.append(next.equals(kind) ? "" : "[text]").append(e.text());
                case EngineEvent.Reasoning e ->
                    out.append(next.equals(kind) ? "" : "[thought]").append(e.text());
                case EngineEvent.ToolCall e -> {
                    assertThat(e.id()).matches("call_[0-9a-f]{24}");
                    out.append("[call ")
                            .append(e.index())
                            .append(' ')
                            .append(e.name())
                            .append(']');
                }
                case EngineEvent.ToolArguments e -> out.append(e.fragment());
                case EngineEvent.Finished e -> throw new AssertionError(e);
            }
            kind = next;
        }
        return out + "[" + end + "]";
    }

    /** The same whether it comes whole, by the character, or in any other pieces. */
    private static void assertTold(
            boolean thinks, boolean open, Tools tools, ToolSyntax syntax, String answer, String expected) {
        Random random = new Random(answer.hashCode());
        for (int round = 0; round < 12; round++) {
            List<String> pieces = new ArrayList<>();
            for (int at = 0; at < answer.length(); ) {
                int length = round == 0 ? answer.length() : round == 1 ? 1 : 1 + random.nextInt(7);
                int end = Math.min(answer.length(), at + length);
                pieces.add(answer.substring(at, end));
                at = end;
            }
            assertThat(told(new AnswerParts(thinks, open, tools, syntax), FinishReason.STOP, pieces))
                    .as(pieces.toString())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "<think>\\nhm, so\\n</think>\\n\\nHello;[thought]hm, so[text]Hello[STOP]",
                "<think>\\n\\n</think>\\n\\nHello;[text]Hello[STOP]",
                "Hello;[text]Hello[STOP]",
                "\\n\\n</think>\\n\\nHello;[text]Hello[STOP]",
                "The tag <think> and </think> too;[text]The tag <think> and </think> too[STOP]",
                "<thin;[text]<thin[STOP]",
                "a <b>c</b> <;[text]a <b>c</b> <[STOP]",
                "<think>never closed;[thought]never closed[STOP]",
                "<think>a < b </thin k>\\n c</think>d;[thought]a < b </thin k>\\n c[text]d[STOP]",
                "`   `;[STOP]"
            })
    void thoughtsAreToldApart(String answer, String expected) {
        assertTold(
                true, false, Tools.NONE, ToolSyntax.JSON, answer.replace("\\n", "\n"), expected.replace("\\n", "\n"));
    }

    @Test
    void aThoughtThatThePromptOpenedNeedsNoOpening() {
        assertTold(true, true, Tools.NONE, ToolSyntax.JSON, "hm\n</think>\n\nHello", "[thought]hm[text]Hello[STOP]");
        assertTold(true, true, Tools.NONE, ToolSyntax.JSON, "\n\n</think>\n\nHello", "[text]Hello[STOP]");
    }

    @Test
    void theTokensOfThoughtsAreCounted() {
        AnswerParts reader = new AnswerParts(true, false, Tools.NONE, ToolSyntax.JSON);
        reader.read("<think>", List.of(), event -> {});
        assertThat(reader.isThinking()).isTrue();
        reader.read("hm</think>", List.of(), event -> {});
        assertThat(reader.isThinking()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<tool_call>\\n{\"name\": \"weather\", \"arguments\": {\"city\": \"A \\\"{\\\"\", \"list\": [{}]}}\\n</tool_call>;"
                        + "[call 0 weather]{\"city\": \"A \\\"{\\\"\", \"list\": [{}]}[TOOL_CALLS]",
                "I look.\\n<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>\\n<tool_call>\\n{\"name\": \"weather\","
                        + " \"arguments\": {\"days\": 2}}\\n</tool_call>;"
                        + "[text]I look.[call 0 now]{}[call 1 weather]{\"days\": 2}[TOOL_CALLS]",
                "<think>\\nlet me\\n</think>\\n\\n<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>;"
                        + "[thought]let me[call 0 now]{}[TOOL_CALLS]",
                "<think>\\nlet me<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>;"
                        + "[thought]let me[call 0 now]{}[TOOL_CALLS]",
                "<tool_call>{\"arguments\": {\"days\": 1}, \"name\": \"weather\"}</tool_call>;"
                        + "[call 0 weather]{\"days\":1}[TOOL_CALLS]",
                "<tool_call>{\"name\": \"now\"}</tool_call>;[call 0 now]{}[TOOL_CALLS]",
                "<tool_call>{\"name\": \"nosuch\", \"arguments\": {}}</tool_call>;"
                        + "[text]<tool_call>{\"name\": \"nosuch\", \"arguments\": {}}</tool_call>[STOP]",
                "<tool_call>not json</tool_call> and more;[text]<tool_call>not json</tool_call> and more[STOP]",
                "<tool_call>{\"name\": 5}</tool_call>;[text]<tool_call>{\"name\": 5}</tool_call>[STOP]",
                "a <tool_cal l> b;[text]a <tool_cal l> b[STOP]"
            })
    void jsonCallsAreTold(String answer, String expected) {
        assertTold(true, false, TOOLS, ToolSyntax.JSON, answer.replace("\\n", "\n"), expected.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "<tool_call>\\n<function=weather>\\n<parameter=city>\\nA \"Coruña\"\\nnorth <b>\\n</parameter>\\n"
                        + "<parameter=days>\\n3\\n</parameter>\\n<parameter=wind>\\nTrue\\n</parameter>\\n</function>\\n</tool_call>;"
                        + "[call 0 weather]{\"city\": \"A \\\"Coruña\\\"NLnorth <b>\", \"days\": 3, \"wind\": true}[TOOL_CALLS]",
                "Text first.\\n\\n<tool_call>\\n<function=now>\\n</function>\\n</tool_call>;[text]Text first.[call 0 now]{}[TOOL_CALLS]",
                "<tool_call>\\n<function=weather>\\n<parameter=units>\\nC\\n</parameter>\\n<parameter=list>\\n[1, {\"a\": 2}]\\n"
                        + "</parameter>\\n</function>\\n</tool_call>\\n<tool_call>\\n<function=now>\\n</function>\\n</tool_call>;"
                        + "[call 0 weather]{\"units\": \"C\", \"list\": [1,{\"a\":2}]}[call 1 now]{}[TOOL_CALLS]",
                "<tool_call>\\n<function=weather>\\n<parameter=unknown>\\nfree words\\n</parameter>\\n</function>\\n</tool_call>;"
                        + "[call 0 weather]{\"unknown\": \"free words\"}[TOOL_CALLS]",
                "<tool_call>\\n<function=nosuch>\\n</function>\\n</tool_call>;"
                        + "[text]<tool_call>\\n<function=nosuch>\\n</function>\\n</tool_call>[STOP]",
                "<tool_call>what</tool_call>;[text]<tool_call>what</tool_call>[STOP]"
            })
    void xmlCallsAreTold(String answer, String expected) {
        assertTold(
                true,
                false,
                TOOLS,
                ToolSyntax.XML,
                answer.replace("\\n", "\n"),
                expected.replace("\\n", "\n").replace("NL", "\\n"));
    }

    @Test
    void argumentsComeInFragmentsBeforeTheCallIsWhole() {
        AnswerParts reader = new AnswerParts(true, false, TOOLS, ToolSyntax.JSON);
        List<EngineEvent> events = new ArrayList<>();

        reader.read("<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Lu", List.of(), events::add);

        assertThat(events).hasSize(2);
        assertThat(((EngineEvent.ToolArguments) events.getLast()).fragment()).isEqualTo("{\"city\": \"Lu");
    }

    @Test
    void textsOfXmlCallsComeInFragmentsAndTogetherAreJson() {
        AnswerParts reader = new AnswerParts(true, false, TOOLS, ToolSyntax.XML);
        StringBuilder arguments = new StringBuilder();
        List<EngineEvent> events = new ArrayList<>();
        reader.read("<tool_call>\n<function=weather>\n<parameter=city>\nSan\"tiago de", List.of(), events::add);
        int early = events.size();
        reader.read("\n</para\n</parameter>\n</function>\n</tool_call>", List.of(), events::add);
        events.forEach(event -> {
            if (event instanceof EngineEvent.ToolArguments more) {
                arguments.append(more.fragment());
            }
        });

        assertThat(early).isGreaterThan(3);
        assertThat(JsonMapper.shared()
                        .readTree(arguments.toString())
                        .path("city")
                        .asString())
                .isEqualTo("San\"tiago de\n</para");
    }

    @Test
    void oneCallIsOneCall() {
        Tools single = new Tools(TOOLS.offered(), TOOLS.choice(), false);
        String call = "<tool_call>{\"name\":\"now\",\"arguments\":{}}</tool_call>";

        assertTold(true, false, single, ToolSyntax.JSON, call + "\n" + call, "[call 0 now]{}[TOOL_CALLS]");
    }

    @Test
    void anAnswerThatWasCutStaysCut() {
        String told = told(
                new AnswerParts(true, false, TOOLS, ToolSyntax.JSON),
                FinishReason.LENGTH,
                List.of("<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"L"));

        assertThat(told).isEqualTo("[call 0 weather]{\"city\":\"L[LENGTH]");
    }

    @Test
    void logprobsStayWithTheTextAndNotWithThoughts() {
        AnswerParts reader = new AnswerParts(true, false, TOOLS, ToolSyntax.JSON);
        List<EngineEvent> events = new ArrayList<>();
        for (String piece : List.of("<think>", "hm", "</think>", "\n\n", "One", " ", "two")) {
            reader.read(piece, List.of(new TokenLogprob(piece.getBytes(), -1, List.of())), events::add);
        }
        reader.finish(FinishReason.STOP, events::add);

        List<TokenLogprob> logprobs = new ArrayList<>();
        events.forEach(event -> {
            if (event instanceof EngineEvent.Text text) {
                logprobs.addAll(text.logprobs());
            }
        });
        assertThat(logprobs.stream().map(each -> new String(each.bytes())))
                .endsWith("One", " ", "two")
                .doesNotContain("hm");
    }
}
