package io.compuerta.engine.chat.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What follows {@code |}. */
final class Filters {

    private Filters() {}

    static Object apply(String name, Object value, Inputs in) {
        Budget budget = in.budget();
        return switch (name) {
            case "tojson" -> JsonText.of(value, in.integer(0, "indent", -1), budget);
            case "trim" ->
                budget.made(
                        StringMethods.strip(Values.text(value, budget), in.get(0, "chars", Absent.NONE), true, true));
            case "length", "count" -> Values.length(value);
            case "string" -> Values.text(value, budget);
            case "safe" -> value;
            case "upper" -> budget.made(Values.text(value, budget).toUpperCase(Locale.ROOT));
            case "lower" -> budget.made(Values.text(value, budget).toLowerCase(Locale.ROOT));
            case "title" -> budget.made(StringMethods.title(Values.text(value, budget)));
            case "capitalize" -> budget.made(StringMethods.capitalize(Values.text(value, budget)));
            case "replace" ->
                StringMethods.replace(
                        Values.text(value, budget),
                        in.text(0, "s"),
                        in.text(1, "r"),
                        in.integer(2, "count", -1),
                        budget);
            case "join" -> {
                Object attribute = in.get(1, "attribute", Absent.NONE);
                List<Object> parts = Values.elements(value).stream()
                        .map(each -> attribute == Absent.NONE ? each : Members.member(each, attribute))
                        .toList();
                yield StringMethods.join(Values.text(in.get(0, "d", ""), budget), parts, budget);
            }
            case "default", "d" -> {
                boolean alsoFalse = Values.isTrue(in.get(1, "boolean", false));
                boolean keep = value != Absent.UNDEFINED && (!alsoFalse || Values.isTrue(value));
                yield keep ? value : in.get(0, "default_value", "");
            }
            case "first" -> end(Values.elements(value), true);
            case "last" -> end(Values.elements(value), false);
            case "list" -> counted(Values.elements(value), budget);
            case "items" -> counted(Values.pairs(value), budget);
            case "dictsort" -> sorted(Values.pairs(value), new Inputs(List.of(), Map.of("attribute", 0L), budget));
            case "reverse" -> reversed(value, budget);
            case "unique" -> unique(counted(Values.elements(value), budget));
            case "sort" -> sorted(counted(Values.elements(value), budget), in);
            case "min" -> end(sorted(Values.elements(value), in), true);
            case "max" -> end(sorted(Values.elements(value), in), false);
            case "sum" -> sum(Values.elements(value), budget);
            case "int" -> whole(value, in);
            case "float" -> real(value, in);
            case "abs" ->
                value instanceof Long number
                        ? (Object) Math.abs(number)
                        : Math.abs(Values.number(value).doubleValue());
            case "round" ->
                Values.number(value)
                        .setScale(Math.clamp(in.integer(0, "precision", 0), 0, 20), RoundingMode.HALF_EVEN)
                        .doubleValue();
            case "indent" -> indented(Values.text(value, budget), in);
            default -> throw new JinjaException("the filter '" + name + "' is not supported");
        };
    }

    private static List<Object> counted(List<Object> list, Budget budget) {
        budget.take(list.size());
        return list;
    }

    private static Object end(List<Object> list, boolean first) {
        return list.isEmpty() ? Absent.UNDEFINED : first ? list.getFirst() : list.getLast();
    }

    private static Object reversed(Object value, Budget budget) {
        if (value instanceof String text) {
            return budget.made(new StringBuilder(text).reverse().toString());
        }
        List<Object> list = new ArrayList<>(counted(Values.elements(value), budget));
        Collections.reverse(list);
        return list;
    }

    private static List<Object> unique(List<Object> list) {
        Map<Object, Object> seen = new LinkedHashMap<>();
        list.forEach(
                each -> seen.putIfAbsent(each instanceof String || each instanceof Number ? each : new Object(), each));
        return List.copyOf(seen.values());
    }

    private static List<Object> sorted(List<Object> list, Inputs in) {
        Object attribute = in.get(3, "attribute", Absent.NONE);
        boolean reverse = Values.isTrue(in.get(0, "reverse", false));
        List<Object> sorted = new ArrayList<>(list);
        sorted.sort((left, right) -> {
            in.budget().take(1);
            int order = Values.compare(key(left, attribute), key(right, attribute));
            return reverse ? -order : order;
        });
        return sorted;
    }

    /** Jinja2 sorts texts without regard to case. */
    private static Object key(Object element, Object attribute) {
        Object key = attribute == Absent.NONE ? element : Members.member(element, attribute);
        return key instanceof String text ? text.toLowerCase(Locale.ROOT) : key;
    }

    private static Object sum(List<Object> list, Budget budget) {
        BigDecimal sum = BigDecimal.ZERO;
        boolean whole = true;
        for (Object each : list) {
            budget.take(1);
            sum = sum.add(Values.number(each));
            whole &= each instanceof Long;
        }
        return whole ? (Object) sum.longValue() : sum.doubleValue();
    }

    private static Object whole(Object value, Inputs in) {
        try {
            BigDecimal number = value instanceof String text ? new BigDecimal(text.strip()) : Values.number(value);
            return number.setScale(0, RoundingMode.DOWN).longValue();
        } catch (NumberFormatException | JinjaException notOne) {
            return in.get(0, "default", 0L);
        }
    }

    private static Object real(Object value, Inputs in) {
        try {
            return value instanceof String text
                    ? Double.parseDouble(text.strip())
                    : Values.number(value).doubleValue();
        } catch (NumberFormatException | JinjaException notOne) {
            return in.get(0, "default", 0.0);
        }
    }

    private static String indented(String text, Inputs in) {
        Object width = in.get(0, "width", 4L);
        String blanks = width instanceof String given ? given : " ".repeat(Math.clamp(Inputs.integer(width), 0, 64));
        boolean first = Values.isTrue(in.get(1, "first", false));
        boolean blankLines = Values.isTrue(in.get(2, "blank", false));
        StringBuilder out = new StringBuilder();
        String[] lines = in.budget().made(text).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean indent = i == 0 ? first : blankLines || !lines[i].isEmpty();
            in.budget().take(blanks.length() + 1L);
            out.append(i == 0 ? "" : "\n").append(indent ? blanks : "").append(lines[i]);
        }
        return out.toString();
    }
}
