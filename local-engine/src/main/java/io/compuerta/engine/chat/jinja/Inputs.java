package io.compuerta.engine.chat.jinja;

import java.util.List;
import java.util.Map;

/**
 * What a filter, test, method or function was given.
 *
 * @param positional in order
 * @param named      by keyword
 */
record Inputs(List<Object> positional, Map<String, Object> named, Budget budget) {

    /** The argument of that place or name. */
    Object get(int place, String name, Object preset) {
        if (place < positional.size()) {
            return positional.get(place);
        }
        return named.getOrDefault(name, preset);
    }

    Object need(int place, String name) {
        Object value = get(place, name, Absent.UNDEFINED);
        if (value == Absent.UNDEFINED) {
            throw new JinjaException("the argument '" + name + "' is missing");
        }
        return value;
    }

    String text(int place, String name) {
        return text(need(place, name));
    }

    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new JinjaException("a text was expected, not " + Values.kind(value));
    }

    int integer(int place, String name, int preset) {
        return integer(get(place, name, (long) preset));
    }

    static int integer(Object value) {
        return switch (value) {
            case Long number when number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE -> number.intValue();
            case Boolean truth -> truth ? 1 : 0;
            default -> throw new JinjaException("a whole number was expected, not " + Values.kind(value));
        };
    }
}
