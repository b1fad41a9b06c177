package io.compuerta.engine.chat.jinja;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What follows {@code is}. */
final class TypeTests {

    private TypeTests() {}

    static boolean holds(String name, Object value, Inputs in) {
        return switch (name) {
            case "defined" -> value != Absent.UNDEFINED;
            case "undefined" -> value == Absent.UNDEFINED;
            case "none" -> value == Absent.NONE;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "true" -> Boolean.TRUE.equals(value);
            case "false" -> Boolean.FALSE.equals(value);
            case "number" -> Values.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "mapping" -> value instanceof Map;
            case "sequence" -> value instanceof List || value instanceof Map || value instanceof String;
            case "iterable" ->
                value instanceof List || value instanceof Map || value instanceof String || value == Absent.UNDEFINED;
            case "callable" -> value instanceof Callable;
            case "odd" -> Math.floorMod(Inputs.integer(value), 2) == 1;
            case "even" -> Math.floorMod(Inputs.integer(value), 2) == 0;
            case "divisibleby" -> {
                int by = in.integer(0, "num", 0);
                if (by == 0) {
                    throw new JinjaException("nothing is divisible by 0");
                }
                yield Inputs.integer(value) % by == 0;
            }
            case "equalto", "eq" -> Values.equal(value, in.get(0, "other", Absent.UNDEFINED));
            case "ne" -> !Values.equal(value, in.get(0, "other", Absent.UNDEFINED));
            case "lt", "lessthan" -> Values.compare(value, in.need(0, "other")) < 0;
            case "le" -> Values.compare(value, in.need(0, "other")) <= 0;
            case "gt", "greaterthan" -> Values.compare(value, in.need(0, "other")) > 0;
            case "ge" -> Values.compare(value, in.need(0, "other")) >= 0;
            case "sameas" -> same(value, in.get(0, "other", Absent.UNDEFINED));
            case "in" -> Values.contains(in.need(0, "seq"), value);
            case "upper" -> value instanceof String text && text.equals(text.toUpperCase(Locale.ROOT));
            case "lower" -> value instanceof String text && text.equals(text.toLowerCase(Locale.ROOT));
            default -> throw new JinjaException("the test '" + name + "' is not supported");
        };
    }

    private static boolean same(Object value, Object other) {
        return value.getClass() == other.getClass() && Values.equal(value, other);
    }
}
