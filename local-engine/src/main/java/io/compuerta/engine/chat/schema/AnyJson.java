package io.compuerta.engine.chat.schema;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;

/** JSON of any kind, nested to a bounded depth. */
final class AnyJson {

    private static final int MAX_DEPTH = 6;
    private static final int MOST_MEMBERS = 64;

    private final Gbnf rules;
    private final Map<Integer, String> values = new HashMap<>();

    AnyJson(Gbnf rules) {
        this.rules = rules;
    }

    String string() {
        return Strings.compile(JsonNodeFactory.instance.objectNode(), "", Encoding.JSON, rules);
    }

    String value() {
        return value(MAX_DEPTH);
    }

    String object() {
        return object(MAX_DEPTH);
    }

    /** Kept, since each depth asks twice for the one below it. */
    private String value(int depth) {
        String known = values.get(depth);
        if (known == null) {
            known = made(depth);
            values.put(depth, known);
        }
        return known;
    }

    private String made(int depth) {
        String number = "\"-\"? (\"0\" | [1-9] [0-9]{0,14}) (\".\" [0-9]{1,12})? ([eE] [-+]? [1-9] [0-9]?)?";
        String scalar = rules.rule(string() + " | " + rules.rule(number) + " | \"true\" | \"false\" | \"null\"");
        return depth == 0 ? scalar : rules.rule(object(depth) + " | " + array(depth) + " | " + scalar);
    }

    private String array(int depth) {
        String element = value(depth - 1);
        String more = rules.rule("\",\" \" \"? " + element);
        return rules.rule("\"[\" (" + element + " " + more + "{0," + MOST_MEMBERS + "})? \"]\"");
    }

    private String object(int depth) {
        return map(string(), value(depth - 1), 0, MOST_MEMBERS);
    }

    /** An object whose names and values follow one rule each. */
    String map(String name, String value, int least, int most) {
        String member = rules.rule(name + " \":\" \" \"? " + value);
        String more = rules.rule("\",\" \" \"? " + member);
        if (most == 0) {
            return rules.rule("\"{}\"");
        }
        String members = member + " " + Gbnf.times(more, Math.max(0, least - 1), most - 1);
        return rules.rule("\"{\" " + (least == 0 ? "(" + members + ")?" : members) + " \"}\"");
    }
}
