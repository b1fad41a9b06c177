package io.compuerta.engine.chat.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rules in llama.cpp's notation, collected under names. Expressions are texts in that notation; those that
 * {@link #rule} returns are a single name, so that they may be repeated or stand beside others without brackets.
 * Rules that say the same share a name.
 */
public final class Gbnf {

    private static final int MAX_RULES = 6_000;
    private static final int MAX_CHARACTERS = 200_000;

    private final Map<String, String> rules = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Steps steps;
    private int characters;

    public Gbnf() {
        this(new Steps());
    }

    private Gbnf(Steps steps) {
        this.steps = steps;
    }

    /** Rules that are made for a check only; the work counts with these. */
    public Gbnf scratch() {
        return new Gbnf(steps);
    }

    Steps steps() {
        return steps;
    }

    /** Gives an expression a name. */
    public String rule(String expression) {
        String known = names.get(expression);
        if (known != null) {
            return known;
        }
        String name = fresh();
        define(name, expression);
        names.put(expression, name);
        return name;
    }

    /** A name that {@link #define} will be called for, for rules that refer to themselves. */
    public String fresh() {
        String name = "r" + rules.size();
        rules.put(name, "");
        if (rules.size() > MAX_RULES) {
            throw tooLarge();
        }
        return name;
    }

    public void define(String name, String expression) {
        rules.put(name, expression);
        characters += name.length() + expression.length() + 6;
        if (characters > MAX_CHARACTERS) {
            throw tooLarge();
        }
    }

    private static UnsupportedSchema tooLarge() {
        return new UnsupportedSchema(
                "",
                "the schema is too large: it takes more than " + MAX_RULES + " rules or " + MAX_CHARACTERS
                        + " characters of grammar");
    }

    /** All rules, the first being {@code root}. */
    public String text(String root) {
        StringBuilder text = new StringBuilder("root ::= ").append(root).append('\n');
        rules.forEach((name, expression) ->
                text.append(name).append(" ::= ").append(expression).append('\n'));
        return text.toString();
    }

    /** Exactly that text. */
    public static String literal(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (point < 0x20 || point == 0x7f) {
                        quoted.append(String.format("\\x%02X", point));
                    } else {
                        quoted.appendCodePoint(point);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** One character of a set. */
    static String oneOf(CodePoints set) {
        StringBuilder text = new StringBuilder("[");
        for (CodePoints.Range range : set.ranges()) {
            text.append(escaped(range.first()));
            if (range.last() > range.first()) {
                text.append('-').append(escaped(range.last()));
            }
        }
        return text.append(']').toString();
    }

    private static String escaped(int point) {
        boolean plain = point < 0x80 && Character.isLetterOrDigit(point);
        if (plain) {
            return Character.toString(point);
        }
        return point < 0x100
                ? String.format("\\x%02X", point)
                : point < 0x10000 ? String.format("\\u%04X", point) : String.format("\\U%08X", point);
    }

    /** An expression several times; it must be a name, a literal of one character, or bracketed. */
    static String times(String expression, int least, int most) {
        if (most == 0) {
            return "";
        }
        if (least == 1 && most == 1) {
            return expression;
        }
        return expression + (least == most ? "{" + least + "}" : "{" + least + "," + most + "}");
    }
}
