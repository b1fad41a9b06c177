package io.compuerta.engine.chat.jinja;

import java.util.List;
import java.util.Map;

/** JSON as Python's {@code json.dumps(value, ensure_ascii=False)} writes it: models were trained on exactly that. */
final class JsonText {

    private final Budget budget;
    private final StringBuilder out = new StringBuilder();
    private final int indent;

    private JsonText(Budget budget, int indent) {
        this.budget = budget;
        this.indent = indent;
    }

    /** @param indent blanks a level; negative keeps all in one line */
    static String of(Object value, int indent, Budget budget) {
        JsonText text = new JsonText(budget, indent);
        text.write(value, 0);
        return text.out.toString();
    }

    private void write(Object value, int depth) {
        Values.guard(depth);
        budget.enter();
        switch (value) {
            case String text -> string(text);
            case Boolean truth -> add(truth ? "true" : "false");
            case Double real -> add(Values.real(real));
            case Number number -> add(number.toString());
            case Absent nothing when nothing == Absent.NONE -> add("null");
            case List<?> list -> list(list, depth);
            case Map<?, ?> map -> map(map, depth);
            default -> throw new JinjaException(Values.kind(value) + " cannot be written as JSON");
        }
        budget.leave();
    }

    private void list(List<?> list, int depth) {
        add("[");
        boolean first = true;
        for (Object element : list) {
            separate(first, depth + 1);
            write(element, depth + 1);
            first = false;
        }
        close(first, depth, "]");
    }

    private void map(Map<?, ?> map, int depth) {
        add("{");
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            separate(first, depth + 1);
            string(Values.text(entry.getKey(), budget));
            add(": ");
            write(entry.getValue(), depth + 1);
            first = false;
        }
        close(first, depth, "}");
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            add(indent < 0 ? ", " : ",");
        }
        newLine(depth);
    }

    private void close(boolean empty, int depth, String bracket) {
        if (!empty) {
            newLine(depth);
        }
        add(bracket);
    }

    private void newLine(int depth) {
        if (indent >= 0) {
            budget.take((long) indent * depth);
            add("\n" + " ".repeat(Math.min(indent, 16) * depth));
        }
    }

    private void string(String text) {
        budget.take(text.length() + 2L);
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void add(String text) {
        budget.take(text.length());
        out.append(text);
    }
}
