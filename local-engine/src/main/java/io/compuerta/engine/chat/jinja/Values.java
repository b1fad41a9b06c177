package io.compuerta.engine.chat.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Python's view of values: {@code String}, {@code Boolean}, {@code Long}, {@code Double} or another {@code Number},
 * {@code List}, {@code Map} with texts as keys, {@link Namespace}, {@link Callable} and {@link Absent}.
 */
final class Values {

    /** Deeper ones can only be made on purpose. */
    private static final int MAX_DEPTH = 100;

    private Values() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case Absent nothing -> false;
            case Boolean truth -> truth;
            case String text -> !text.isEmpty();
            case Number number -> number.doubleValue() != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    static boolean equal(Object left, Object right) {
        return equal(left, right, 0);
    }

    private static boolean equal(Object left, Object right, int depth) {
        guard(depth);
        if (isNumber(left) && isNumber(right)) {
            return number(left).compareTo(number(right)) == 0;
        }
        if (left instanceof List<?> some && right instanceof List<?> others) {
            if (some.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < some.size(); i++) {
                if (!equal(some.get(i), others.get(i), depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Map<?, ?> some && right instanceof Map<?, ?> others) {
            if (!some.keySet().equals(others.keySet())) {
                return false;
            }
            for (Map.Entry<?, ?> entry : some.entrySet()) {
                Object other = others.get(entry.getKey());
                if (other == null || !equal(entry.getValue(), other, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }

    /** Numbers and truth values, as in Python. */
    static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static BigDecimal number(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
            case Double real
            when real.isNaN() || real.isInfinite() -> throw new JinjaException("a number is not finite");
            case Number number -> new BigDecimal(number.toString());
            default -> throw new JinjaException("a number was expected, not " + kind(value));
        };
    }

    static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return number(left).compareTo(number(right));
        }
        if (left instanceof String some && right instanceof String other) {
            return some.compareTo(other);
        }
        throw new JinjaException(kind(left) + " and " + kind(right) + " cannot be ordered");
    }

    static boolean contains(Object container, Object element) {
        return switch (container) {
            case String text when element instanceof String part -> text.contains(part);
            case String text -> throw new JinjaException("only text can be in text, not " + kind(element));
            case Map<?, ?> map -> map.containsKey(element);
            default -> elements(container).stream().anyMatch(each -> equal(each, element));
        };
    }

    /** What a loop over the value sees. */
    static List<Object> elements(Object value) {
        return switch (value) {
            case Absent nothing when nothing == Absent.UNDEFINED -> List.of();
            case List<?> list -> List.copyOf(list);
            case Map<?, ?> map -> List.copyOf(map.keySet());
            case String text ->
                List.copyOf(text.codePoints().mapToObj(Character::toString).toList());
            default -> throw new JinjaException(kind(value) + " cannot be gone through");
        };
    }

    static List<Object> pairs(Object value) {
        if (value == Absent.UNDEFINED) {
            return List.of();
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> pairs = new ArrayList<>();
            map.forEach((key, member) -> pairs.add(List.of(key, member)));
            return pairs;
        }
        throw new JinjaException("'items' needs a mapping, not " + kind(value));
    }

    static long length(Object value) {
        return switch (value) {
            case Absent nothing when nothing == Absent.UNDEFINED -> 0;
            case String text -> text.codePointCount(0, text.length());
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> throw new JinjaException(kind(value) + " has no length");
        };
    }

    /** Python's {@code str}. */
    static String text(Object value, Budget budget) {
        return switch (value) {
            case String text -> text;
            case Absent nothing -> nothing == Absent.NONE ? "None" : "";
            case Boolean truth -> truth ? "True" : "False";
            case Double real -> real(real);
            case Number number -> number.toString();
            case List<?> list -> budget.made(represented(list, budget, 0));
            case Map<?, ?> map -> budget.made(represented(map, budget, 0));
            default -> throw new JinjaException(kind(value) + " is not text");
        };
    }

    private static String represented(Object value, Budget budget, int depth) {
        guard(depth);
        StringBuilder out = new StringBuilder();
        switch (value) {
            case List<?> list -> {
                for (Object element : list) {
                    out.append(out.isEmpty() ? "" : ", ").append(represented(element, budget, depth + 1));
                    budget.take(2);
                }
                return "[" + out + "]";
            }
            case Map<?, ?> map -> {
                map.forEach((key, member) -> {
                    out.append(out.isEmpty() ? "" : ", ")
                            .append(represented(key, budget, depth + 1))
                            .append(": ")
                            .append(represented(member, budget, depth + 1));
                    budget.take(4);
                });
                return "{" + out + "}";
            }
            case String text -> {
                String quote = text.contains("'") && !text.contains("\"") ? "\"" : "'";
                String escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
                return budget.made(quote + (quote.equals("'") ? escaped.replace("'", "\\'") : escaped) + quote);
            }
            default -> {
                return text(value, budget);
            }
        }
    }

    /** As Python writes floating-point numbers. */
    static String real(double value) {
        double size = Math.abs(value);
        if (value == 0 || size >= 1e-4 && size < 1e16) {
            String plain = new BigDecimal(Double.toString(value)).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String[] parts = Double.toString(value).split("E", 2);
        if (parts.length < 2) {
            return parts[0];
        }
        String mantissa = parts[0].endsWith(".0") ? parts[0].substring(0, parts[0].length() - 2) : parts[0];
        int exponent = Integer.parseInt(parts[1]);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    static void guard(int depth) {
        if (depth > MAX_DEPTH) {
            throw new JinjaException("a value is nested too deeply");
        }
    }

    /** The sort of value, for messages. */
    static String kind(Object value) {
        return switch (value) {
            case Absent nothing -> nothing == Absent.NONE ? "none" : "an undefined value";
            case String text -> "a text";
            case Boolean truth -> "a truth value";
            case Number number -> "a number";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "a mapping";
            case Namespace space -> "a namespace";
            default -> "a function";
        };
    }
}
