package io.compuerta.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.compuerta.engine.ChatMessage;
import io.compuerta.engine.EngineEvent;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.GenerationRequest;
import io.compuerta.engine.OutputFormat;
import io.compuerta.engine.Sampling;
import io.compuerta.engine.ToolChoice;
import io.compuerta.engine.ToolSpec;
import io.compuerta.engine.Tools;
import io.compuerta.engine.testing.GbnfGrammar;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RequestGrammarTest {

    private static final ToolSpec WEATHER = new ToolSpec(
            "weather",
            "",
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"maxLength\":20},\"note\":{\"type\":\"string\"},"
                    + "\"days\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":7},\"units\":{\"enum\":[\"C\",\"F\"]}},"
                    + "\"required\":[\"city\"],\"additionalProperties\":false}");
    private static final ToolSpec NOW = new ToolSpec("now", "", "{\"type\":\"object\",\"properties\":{}}");
    private static final ToolSpec RICH = new ToolSpec("rich", "", "{\"type\":\"object\",\"not\":{}}");
    private static final GenerationRequest ASK =
            GenerationRequest.of(List.of(new ChatMessage(ChatMessage.Role.USER, "?")), Sampling.GREEDY, 9);

    private static GenerationRequest tools(ToolChoice choice, boolean parallel, ToolSpec... tools) {
        return ASK.withTools(new Tools(List.of(tools), choice, parallel));
    }

    @Test
    void aFreeAnswerHasNoRules() {
        assertThat(RequestGrammar.of(ASK, ToolSyntax.JSON, false)).isNull();
        assertThat(RequestGrammar.of(tools(new ToolChoice.None(), true, NOW), ToolSyntax.JSON, false))
                .isNull();
    }

    @Test
    void withToolsToChooseFromTheRulesBeginWithACall() {
        Grammar grammar = RequestGrammar.of(tools(new ToolChoice.Auto(), true, WEATHER, NOW), ToolSyntax.JSON, false);

        assertThat(grammar.triggers()).containsExactly("<tool_call>");
        GbnfGrammar rules = new GbnfGrammar(grammar.gbnf());
        String call =
                "<tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Lugo\", \"days\": 7}}\n</tool_call>";
        assertThat(rules.accepts(call)).isTrue();
        assertThat(rules.accepts(call + "\n" + call)).isTrue();
        assertThat(rules.accepts(call.replace("7", "8"))).isFalse();
        assertThat(rules.accepts(call.replace("weather", "nosuch"))).isFalse();
        assertThat(rules.accepts(call.replace("city", "town"))).isFalse();
    }

    @Test
    void oneCallAndTheNamedOneOnly() {
        Grammar grammar =
                RequestGrammar.of(tools(new ToolChoice.Named("now"), false, WEATHER, NOW), ToolSyntax.JSON, false);

        assertThat(grammar.triggers()).isEmpty();
        GbnfGrammar rules = new GbnfGrammar(grammar.gbnf());
        String call = "<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>";
        assertThat(rules.accepts(call)).isTrue();
        assertThat(rules.accepts(call + "\n" + call)).isFalse();
        assertThat(rules.accepts(call.replace("now", "weather").replace("{}", "{\"city\": \"x\"}")))
                .isFalse();
    }

    /** What the rules allow, the reader understands, and the arguments fit. */
    @ParameterizedTest
    @EnumSource(ToolSyntax.class)
    void everyCallThatFollowsTheRulesIsRead(ToolSyntax syntax) {
        Tools tools = new Tools(List.of(WEATHER, NOW, RICH), new ToolChoice.Required(), true);
        Grammar grammar = RequestGrammar.of(ASK.withTools(tools), syntax, false);
        GbnfGrammar rules = new GbnfGrammar(grammar.gbnf());
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            String text = rules.generate(random);
            AnswerParts reader = new AnswerParts(false, false, tools, syntax);
            List<EngineEvent> events = new ArrayList<>();
            int cut = random.nextInt(text.length());
            reader.read(text.substring(0, cut), List.of(), events::add);
            reader.read(text.substring(cut), List.of(), events::add);

            assertThat(reader.finish(EngineEvent.FinishReason.STOP, events::add))
                    .as(text)
                    .isEqualTo(EngineEvent.FinishReason.TOOL_CALLS);
            assertThat(events).noneMatch(EngineEvent.Text.class::isInstance);
            StringBuilder arguments = new StringBuilder();
            String name = ((EngineEvent.ToolCall) events.getFirst()).name();
            events.forEach(event -> {
                if (event instanceof EngineEvent.ToolArguments more && more.index() == 0) {
                    arguments.append(more.fragment());
                }
            });
            JsonNode parsed = JsonMapper.shared().readTree(arguments.toString());
            assertThat(parsed.isObject()).isTrue();
            if (name.equals("weather")) {
                assertThat(parsed.path("city").isString()).isTrue();
                assertThat(parsed.path("days").asInt(1)).isBetween(1, 7);
                assertThat(parsed.path("units").asString("C")).isIn("C", "F");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ToolSyntax.class)
    void aStrictToolIsKeptToTheLetterOrRefused(ToolSyntax syntax) {
        ToolSpec strict = new ToolSpec("rich", "", RICH.parameters(), true);
        ToolSpec list = new ToolSpec("list", "", "{\"type\":\"array\"}", true);

        assertThatThrownBy(() -> RequestGrammar.of(tools(new ToolChoice.Auto(), true, NOW, strict), syntax, false))
                .isInstanceOfSatisfying(EngineException.Unsupported.class, refusal -> {
                    assertThat(refusal.parameter()).isEqualTo("tools");
                    assertThat(refusal.getMessage())
                            .contains("'rich'")
                            .contains("'not'")
                            .contains("/not");
                });
        assertThatThrownBy(() -> RequestGrammar.of(tools(new ToolChoice.Auto(), true, list), syntax, false))
                .isInstanceOf(EngineException.Unsupported.class)
                .hasMessageContaining("/type");
        ToolSpec kept = new ToolSpec("weather", "", WEATHER.parameters(), true);
        assertThat(RequestGrammar.of(tools(new ToolChoice.Auto(), true, kept), syntax, false)
                        .unenforcedTools())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(ToolSyntax.class)
    void whatIsNotKeptIsCounted(ToolSyntax syntax) {
        ToolSpec part = new ToolSpec(
                "part", "", "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\",\"multipleOf\":0.5}}}");

        assertThat(RequestGrammar.of(tools(new ToolChoice.Auto(), true, part, NOW, WEATHER), syntax, false)
                        .unenforcedTools())
                .isEqualTo(1);
        assertThat(RequestGrammar.of(tools(new ToolChoice.Auto(), true, RICH, part), syntax, false)
                        .unenforcedTools())
                .isEqualTo(2);
    }

    @Test
    void callsInXmlCannotKeepWhatIsAskedOfAllParametersTogether() {
        ToolSpec either = new ToolSpec(
                "either",
                "",
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"minProperties\":1}",
                true);

        assertThatThrownBy(() -> RequestGrammar.of(tools(new ToolChoice.Auto(), true, either), ToolSyntax.XML, false))
                .isInstanceOf(EngineException.Unsupported.class)
                .hasMessageContaining("minProperties");
    }

    @Test
    void jsonBeginsAtOnceOrBehindTheThought() {
        GenerationRequest request = ASK.withFormat(new OutputFormat.JsonSchema("{\"type\":\"boolean\"}"));

        Grammar atOnce = RequestGrammar.of(request, ToolSyntax.JSON, false);
        Grammar behind = RequestGrammar.of(request, ToolSyntax.JSON, true);

        assertThat(atOnce.triggers()).isEmpty();
        assertThat(new GbnfGrammar(atOnce.gbnf()).accepts("true")).isTrue();
        assertThat(behind.triggers()).containsExactly("</think>");
        assertThat(new GbnfGrammar(behind.gbnf()).accepts("</think>\n\ntrue")).isTrue();
        assertThat(new GbnfGrammar(behind.gbnf()).accepts("true")).isFalse();
    }

    @Test
    void jsonOrACallWhereBothAreAllowed() {
        GenerationRequest request = tools(new ToolChoice.Auto(), true, NOW).withFormat(new OutputFormat.JsonObject());

        GbnfGrammar rules = new GbnfGrammar(
                RequestGrammar.of(request, ToolSyntax.JSON, false).gbnf());

        assertThat(rules.accepts("{\"a\": [1, {\"b\": null}]}")).isTrue();
        assertThat(rules.accepts("[1]")).isFalse();
        assertThat(rules.accepts("<tool_call>\n{\"name\": \"now\", \"arguments\": {}}\n</tool_call>"))
                .isTrue();
    }

    @Test
    void aSchemaThatCannotBeKeptNamesKeywordAndPlace() {
        GenerationRequest request = ASK.withFormat(
                new OutputFormat.JsonSchema("{\"type\":\"object\",\"properties\":{\"a\":{\"not\":{}}}}"));

        assertThatThrownBy(() -> RequestGrammar.of(request, ToolSyntax.JSON, false))
                .isInstanceOfSatisfying(EngineException.Unsupported.class, refusal -> {
                    assertThat(refusal.parameter()).isEqualTo("response_format");
                    assertThat(refusal.getMessage()).contains("'not'").contains("/properties/a/not");
                });
    }

    /** A model with ChatML and thoughts, without a template of its own. */
    @Test
    void chatMlServesModelsWithoutATemplate() {
        ChatFormat format = ChatFormats.chatMl(
                ControlMarkers.of(Set.of("<|im_start|>", "<|im_end|>"), List.of("<|im_start|><|im_end|>")), true);

        RenderedChat quiet = format.render(ASK);
        RenderedChat constrained = format.render(ASK.withThinking(true).withFormat(new OutputFormat.JsonObject()));
        RenderedChat calling = format.render(tools(new ToolChoice.Auto(), true, NOW));

        assertThat(text(quiet))
                .isEqualTo("<|im_start|>user\n?<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n");
        assertThat(text(constrained)).endsWith("<|im_start|>assistant\n<think>\n");
        assertThat(constrained.reader().isThinking()).isTrue();
        assertThat(constrained.grammar().triggers()).containsExactly("</think>");
        assertThat(text(calling)).contains("\"name\": \"now\"").contains("<tool_call>");
    }

    @Test
    void aTemplateThatKnowsNoToolsIsHelpedOut() {
        String simple =
                "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}{{ '<|im_start|>assistant\\n' }}";
        ChatFormat format = ChatFormats.byTemplate(
                simple, ControlMarkers.of(Set.of("<|im_start|>", "<|im_end|>"), List.of(simple)));

        assertThat(text(format.render(tools(new ToolChoice.Auto(), true, NOW)))).contains("\"name\": \"now\"");
        assertThat(text(format.render(ASK))).isEqualTo("<|im_start|>user\n?<|im_end|>\n<|im_start|>assistant\n");
    }

    private static String text(RenderedChat chat) {
        StringBuilder text = new StringBuilder();
        chat.prompt().forEach(piece -> text.append(piece.text()));
        return text.toString();
    }
}
