package io.compuerta.engine.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The methods of Python's texts that chat templates use. */
final class StringMethods {

    private StringMethods() {}

    static Object call(String text, String name, Inputs in) {
        Budget budget = in.budget();
        return switch (name) {
            case "startswith" -> any(in.need(0, "prefix"), text::startsWith);
            case "endswith" -> any(in.need(0, "suffix"), text::endsWith);
            case "strip" -> budget.made(strip(text, in.get(0, "chars", Absent.NONE), true, true));
            case "lstrip" -> budget.made(strip(text, in.get(0, "chars", Absent.NONE), true, false));
            case "rstrip" -> budget.made(strip(text, in.get(0, "chars", Absent.NONE), false, true));
            case "split" -> split(text, in);
            case "rsplit" -> rsplit(text, in);
            case "splitlines" -> List.copyOf(budget.made(text).lines().toList());
            case "upper" -> budget.made(text.toUpperCase(Locale.ROOT));
            case "lower" -> budget.made(text.toLowerCase(Locale.ROOT));
            case "title" -> budget.made(title(text));
            case "capitalize" -> budget.made(capitalize(text));
            case "replace" -> replace(text, in.text(0, "old"), in.text(1, "new"), in.integer(2, "count", -1), budget);
            case "join" -> join(text, Values.elements(in.need(0, "iterable")), budget);
            case "find" -> (long) text.indexOf(in.text(0, "sub"));
            case "rfind" -> (long) text.lastIndexOf(in.text(0, "sub"));
            case "count" -> count(text, in.text(0, "sub"));
            case "isdigit" -> all(text, Character::isDigit);
            case "isalpha" -> all(text, Character::isLetter);
            case "isalnum" -> all(text, Character::isLetterOrDigit);
            case "isspace" -> all(text, Character::isWhitespace);
            case "isupper" -> !text.equals(text.toLowerCase(Locale.ROOT)) && text.equals(text.toUpperCase(Locale.ROOT));
            case "islower" -> !text.equals(text.toUpperCase(Locale.ROOT)) && text.equals(text.toLowerCase(Locale.ROOT));
            case "removeprefix" -> {
                String prefix = in.text(0, "prefix");
                yield text.startsWith(prefix) ? budget.made(text.substring(prefix.length())) : text;
            }
            case "removesuffix" -> {
                String suffix = in.text(0, "suffix");
                yield text.endsWith(suffix) ? budget.made(text.substring(0, text.length() - suffix.length())) : text;
            }
            default -> throw new JinjaException("texts have no method '" + name + "'");
        };
    }

    private static boolean any(Object wanted, java.util.function.Predicate<String> test) {
        return wanted instanceof List<?> several
                ? several.stream().anyMatch(each -> test.test(Inputs.text(each)))
                : test.test(Inputs.text(wanted));
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    static String strip(String text, Object characters, boolean left, boolean right) {
        IntPredicate stripped =
                characters instanceof String set ? point -> set.indexOf(point) >= 0 : StringMethods::isSpace;
        int from = 0;
        int to = text.length();
        while (left && from < to && stripped.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (right && to > from && stripped.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Python's idea of white space, which has the no-break spaces that Java's leaves out. */
    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
    }

    private static List<Object> split(String text, Inputs in) {
        in.budget().made(text);
        Object separator = in.get(0, "sep", Absent.NONE);
        int most = in.integer(1, "maxsplit", -1);
        List<Object> parts = new ArrayList<>();
        if (separator instanceof String between) {
            if (between.isEmpty()) {
                throw new JinjaException("'split' needs a separator that is not empty");
            }
            int from = 0;
            for (int at = text.indexOf(between); at >= 0 && most != 0; at = text.indexOf(between, from)) {
                parts.add(text.substring(from, at));
                from = at + between.length();
                most--;
                in.budget().take(1);
            }
            parts.add(text.substring(from));
            return parts;
        }
        String rest = strip(text, Absent.NONE, true, false);
        while (!rest.isEmpty()) {
            int end = 0;
            while (end < rest.length() && !isSpace(rest.charAt(end))) {
                end++;
            }
            if (most-- == 0) {
                parts.add(rest);
                return parts;
            }
            parts.add(rest.substring(0, end));
            in.budget().take(rest.length());
            rest = strip(rest.substring(end), Absent.NONE, true, false);
        }
        return parts;
    }

    private static List<Object> rsplit(String text, Inputs in) {
        String between = in.text(0, "sep");
        int most = in.integer(1, "maxsplit", -1);
        List<Object> parts = new ArrayList<>();
        int to = text.length();
        for (int at = text.lastIndexOf(between); at >= 0 && most != 0 && !between.isEmpty(); ) {
            parts.addFirst(text.substring(at + between.length(), to));
            to = at;
            most--;
            at = at == 0 ? -1 : text.lastIndexOf(between, at - between.length());
            in.budget().take(1);
        }
        parts.addFirst(text.substring(0, to));
        in.budget().made(text);
        return parts;
    }

    static String replace(String text, String old, String with, int most, Budget budget) {
        if (old.isEmpty()) {
            throw new JinjaException("'replace' needs a text that is not empty");
        }
        StringBuilder out = new StringBuilder();
        int from = 0;
        int left = most;
        for (int at = text.indexOf(old); at >= 0 && left != 0; at = text.indexOf(old, from)) {
            budget.take(at - from + (long) with.length());
            out.append(text, from, at).append(with);
            from = at + old.length();
            left--;
        }
        budget.take(text.length() - (long) from);
        return out.append(text, from, text.length()).toString();
    }

    static String join(String between, List<Object> parts, Budget budget) {
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object part : parts) {
            String text = Values.text(part, budget);
            budget.take(text.length() + (long) between.length());
            out.append(first ? "" : between).append(text);
            first = false;
        }
        return out.toString();
    }

    private static long count(String text, String part) {
        if (part.isEmpty()) {
            return text.codePointCount(0, text.length()) + 1L;
        }
        long count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    static String title(String text) {
        boolean[] inside = new boolean[1];
        return text.codePoints()
                .map(point -> {
                    int turned = inside[0] ? Character.toLowerCase(point) : Character.toTitleCase(point);
                    inside[0] = Character.isLetter(point);
                    return turned;
                })
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
