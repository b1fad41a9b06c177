package io.compuerta.engine.chat.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JinjaTemplateTest {

    private static final long ROOM = 1_000_000;

    static Stream<String> ownTemplates() {
        return read("references.json").propertyNames().stream();
    }

    @ParameterizedTest
    @MethodSource("ownTemplates")
    void rendersAsPythonDoes(String name) {
        JsonNode expected = read("references.json").path(name);
        JinjaTemplate template = JinjaTemplate.compile(text(name), UnaryOperator.identity());
        Map<String, Object> variables = variables();

        if (expected.isNull()) {
            assertThatThrownBy(() -> template.render(variables, ROOM)).isInstanceOf(JinjaException.class);
        } else {
            assertThat(template.render(variables, ROOM)).isEqualTo(expected.stringValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for i in range(1000000000) %}x{% endfor %}",
                "{% for i in range(2000) %}{% for j in range(2000) %}{% for k in range(2000) %}{% endfor %}{% endfor %}{% endfor %}",
                "{{ 'x' * 1000000000 }}",
                "{% set ns = namespace(t='xxxxxxxx') %}{% for i in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{% set ns = namespace(t=[1]) %}{% for i in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}",
                "{% set ns = namespace(t='ab') %}{% for i in range(60) %}{% set ns.t = ns.t | replace('a', 'aab') %}{% set ns.t = ns.t | tojson %}{% endfor %}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m(n) %}{{ m(n + 1) }}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}",
                "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}",
                "{% set ns = namespace(t=[]) %}{% for i in range(5000) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t == [[1]] }}{{ ns.t | tojson }}",
                "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns | tojson }}",
                "{{ 2 ** 64 ** 64 }}",
                "{{ 9223372036854775807 + 1 }}",
                "{{ 'a,' * 400000 | length }}{{ ('a,' * 400000).split(',') }}"
            })
    void hostileTemplatesEndSoon(String source) {
        JinjaTemplate template = JinjaTemplate.compile(source, UnaryOperator.identity());

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThatThrownBy(() -> template.render(Map.of(), ROOM)).isInstanceOf(JinjaException.class));
    }

    @Test
    void deepNestingIsRefusedWhenItIsRead() {
        List<String> sources = List.of(
                "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
                "{{ " + "[".repeat(5000) + "]".repeat(5000) + " }}",
                "{{ " + "-".repeat(5000) + "1 }}",
                "{% if 1 %}".repeat(5000) + "{% endif %}".repeat(5000),
                "{{ a" + "[a".repeat(5000) + "]".repeat(5000) + " }}",
                "{{ 1 if " + "1 if ".repeat(5000) + "1 }}",
                "x".repeat(2_000_000));
        for (String source : sources) {
            assertThatThrownBy(() -> JinjaTemplate.compile(source, UnaryOperator.identity())
                            .render(Map.of(), ROOM))
                    .as(source.substring(0, 12))
                    .isInstanceOf(JinjaException.class);
        }
    }

    /** Long chains are flat text but deep trees. */
    @Test
    void longChainsDoNotOverflowTheStack() {
        JinjaTemplate template =
                JinjaTemplate.compile("{{ 1" + " + 1".repeat(20_000) + " }}", UnaryOperator.identity());

        assertThatThrownBy(() -> template.render(Map.of(), ROOM)).isInstanceOf(JinjaException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 1", "{% if %}", "{% if 1 %}", "{% endif %}", "{% for x %}{% endfor %}", "{# open", "{{ 'open }}",
                "{% include 'x' %}", "{{ 1 ? 2 }}", "{% raw %}", "{{ a.(b) }}", "{{ [1, }}", "{{ }}", "{% set = 1 %}",
                "{{ x | }}", "{{ a[1:2:3:4] }}"
            })
    void brokenTemplatesAreNamedWithTheirLine(String source) {
        assertThatThrownBy(() -> JinjaTemplate.compile("\n\n" + source, UnaryOperator.identity()))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("line ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 1 | nosuch }}", "{{ 1 is nosuch }}", "{{ 'a'.nosuch() }}", "{{ nosuch() }}", "{{ 1 / 0 }}",
                "{{ [1] < 2 }}", "{{ {[1]: 2} }}", "{% for a, b in [[1]] %}{% endfor %}", "{{ 1[0:1] }}",
                        "{{ ''.split('') }}",
                "{% set words.x = 1 %}", "{{ range() }}", "{{ 5 | length }}", "{% for x in 5 %}{% endfor %}"
            })
    void whatPythonRefusesIsRefused(String source) {
        JinjaTemplate template = JinjaTemplate.compile(source, UnaryOperator.identity());

        assertThatThrownBy(() -> template.render(Map.of("words", List.of()), ROOM))
                .isInstanceOf(JinjaException.class);
    }

    private static Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        read("variables.json").properties().forEach(entry -> variables.put(entry.getKey(), value(entry.getValue())));
        return variables;
    }

    private static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(each -> list.add(value(each)));
            return list;
        }
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
            default -> Absent.NONE;
        };
    }

    private static JsonNode read(String name) {
        return JsonMapper.shared().readTree(text(name));
    }

    private static String text(String name) {
        try (InputStream file = JinjaTemplateTest.class.getResourceAsStream("/templates/own/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
