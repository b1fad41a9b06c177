package io.compuerta.engine.chat.jinja;

import io.compuerta.engine.chat.jinja.Expression.Arguments;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes expressions. */
final class Evaluator {

    private final Budget budget;

    Evaluator(Budget budget) {
        this.budget = budget;
    }

    Object value(Expression expression, Scope scope) {
        budget.enter();
        Object value = switch (expression) {
            case Expression.Literal e -> e.value();
            case Expression.Variable e -> scope.get(e.name());
            case Expression.Member e -> Members.dotted(value(e.target(), scope), e.name(), budget);
            case Expression.Item e -> item(value(e.target(), scope), value(e.key(), scope));
            case Expression.Slice e ->
                Members.slice(
                        value(e.target(), scope),
                        optional(e.from(), scope),
                        optional(e.to(), scope),
                        optional(e.step(), scope),
                        budget);
            case Expression.Call e -> call(e, scope);
            case Expression.Filter e -> filter(e, scope);
            case Expression.Test e ->
                TypeTests.holds(e.name(), value(e.input(), scope), inputs(e.arguments(), scope)) != e.negated();
            case Expression.Not e -> !isTrue(e.operand(), scope);
            case Expression.Negative e -> arithmetic("-", 0L, value(e.operand(), scope));
            case Expression.And e -> {
                Object left = value(e.left(), scope);
                yield Values.isTrue(left) ? value(e.right(), scope) : left;
            }
            case Expression.Or e -> {
                Object left = value(e.left(), scope);
                yield Values.isTrue(left) ? left : value(e.right(), scope);
            }
            case Expression.Binary e -> binary(e.operator(), value(e.left(), scope), value(e.right(), scope));
            case Expression.Comparison e -> comparison(e, scope);
            case Expression.Conditional e -> {
                Expression chosen = isTrue(e.condition(), scope) ? e.then() : e.otherwise();
                yield chosen == null ? Absent.UNDEFINED : value(chosen, scope);
            }
            case Expression.ListOf e -> values(e.elements(), scope);
            case Expression.DictOf e -> dict(e, scope);
        };
        budget.leave();
        return value;
    }

    boolean isTrue(Expression expression, Scope scope) {
        return Values.isTrue(value(expression, scope));
    }

    private Object optional(@Nullable Expression expression, Scope scope) {
        return expression == null ? Absent.NONE : value(expression, scope);
    }

    private List<Object> values(List<Expression> expressions, Scope scope) {
        budget.take(expressions.size());
        List<Object> values = new ArrayList<>();
        expressions.forEach(each -> values.add(value(each, scope)));
        return values;
    }

    private Inputs inputs(Arguments arguments, Scope scope) {
        if (arguments.positional().isEmpty() && arguments.named().isEmpty()) {
            return new Inputs(List.of(), Map.of(), budget);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, each) -> named.put(name, value(each, scope)));
        return new Inputs(values(arguments.positional(), scope), named, budget);
    }

    private Map<Object, Object> dict(Expression.DictOf dict, Scope scope) {
        budget.take(dict.entries().size());
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Expression.Entry entry : dict.entries()) {
            Object key = value(entry.key(), scope);
            if (!(key instanceof String || key instanceof Long)) {
                throw new JinjaException("a mapping's key must be a text or a whole number, not " + Values.kind(key));
            }
            map.put(key, value(entry.value(), scope));
        }
        return map;
    }

    private Object item(Object target, Object key) {
        Object found = Members.member(target, key);
        return found == Absent.UNDEFINED && key instanceof String name && target instanceof Map
                ? Members.dotted(target, name, budget)
                : found;
    }

    private Object call(Expression.Call call, Scope scope) {
        Object target = value(call.target(), scope);
        if (!(target instanceof Callable function)) {
            String name = call.target() instanceof Expression.Variable variable ? " '" + variable.name() + "'" : "";
            throw new JinjaException(Values.kind(target) + name + " cannot be called");
        }
        Inputs in = inputs(call.arguments(), scope);
        return function.call(in.positional(), in.named());
    }

    private Object filter(Expression.Filter filter, Scope scope) {
        Object value = value(filter.input(), scope);
        Inputs in = inputs(filter.arguments(), scope);
        return switch (filter.name()) {
            case "map" -> mapped(Values.elements(value), in);
            case "select" -> kept(Values.elements(value), "", in, true);
            case "reject" -> kept(Values.elements(value), "", in, false);
            case "selectattr" -> kept(Values.elements(value), in.text(0, "attribute"), in, true);
            case "rejectattr" -> kept(Values.elements(value), in.text(0, "attribute"), in, false);
            default -> Filters.apply(filter.name(), value, in);
        };
    }

    private List<Object> mapped(List<Object> elements, Inputs in) {
        Object attribute = in.get(9, "attribute", Absent.UNDEFINED);
        List<Object> mapped = new ArrayList<>();
        for (Object each : elements) {
            budget.take(1);
            mapped.add(
                    attribute == Absent.UNDEFINED
                            ? Filters.apply(in.text(0, "filter"), each, rest(in, 1))
                            : orDefault(Members.member(each, attribute), in));
        }
        return mapped;
    }

    private static Object orDefault(Object value, Inputs in) {
        return value == Absent.UNDEFINED ? in.get(9, "default", Absent.UNDEFINED) : value;
    }

    private List<Object> kept(List<Object> elements, String attribute, Inputs in, boolean wanted) {
        int place = attribute.isEmpty() ? 0 : 1;
        Object test = in.get(place, "test", Absent.UNDEFINED);
        List<Object> kept = new ArrayList<>();
        for (Object each : elements) {
            budget.take(1);
            Object value = attribute.isEmpty() ? each : Members.member(each, attribute);
            boolean holds = test == Absent.UNDEFINED
                    ? Values.isTrue(value)
                    : TypeTests.holds(Inputs.text(test), value, rest(in, place + 1));
            if (holds == wanted) {
                kept.add(each);
            }
        }
        return kept;
    }

    private static Inputs rest(Inputs in, int from) {
        List<Object> all = in.positional();
        return new Inputs(all.subList(Math.min(from, all.size()), all.size()), in.named(), in.budget());
    }

    private boolean comparison(Expression.Comparison comparison, Scope scope) {
        Object left = value(comparison.first(), scope);
        for (Expression.Step step : comparison.steps()) {
            Object right = value(step.right(), scope);
            boolean holds = switch (step.operator()) {
                case "==" -> Values.equal(left, right);
                case "!=" -> !Values.equal(left, right);
                case "<" -> Values.compare(left, right) < 0;
                case "<=" -> Values.compare(left, right) <= 0;
                case ">" -> Values.compare(left, right) > 0;
                case ">=" -> Values.compare(left, right) >= 0;
                case "in" -> Values.contains(right, left);
                default -> !Values.contains(right, left);
            };
            if (!holds) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object binary(String operator, Object left, Object right) {
        if (operator.equals("~")) {
            return joined(Values.text(left, budget), Values.text(right, budget));
        }
        if (operator.equals("+") && left instanceof String first && right instanceof String second) {
            return joined(first, second);
        }
        if (operator.equals("+") && left instanceof List<?> first && right instanceof List<?> second) {
            budget.take(first.size() + (long) second.size());
            List<Object> both = new ArrayList<>(first);
            both.addAll(second);
            return both;
        }
        if (operator.equals("*") && left instanceof String text && right instanceof Long times) {
            long count = Math.max(0, times);
            budget.take(text.isEmpty() ? 0 : Math.min(count, Integer.MAX_VALUE) * text.length());
            return text.isEmpty() ? "" : text.repeat((int) count);
        }
        return arithmetic(operator, left, right);
    }

    private String joined(String left, String right) {
        budget.take(left.length() + (long) right.length());
        return left + right;
    }

    private static Object arithmetic(String operator, Object left, Object right) {
        if (!Values.isNumber(left) || !Values.isNumber(right)) {
            throw new JinjaException(
                    Values.kind(left) + " and " + Values.kind(right) + " cannot be combined with '" + operator + "'");
        }
        BigDecimal a = Values.number(left);
        BigDecimal b = Values.number(right);
        if (b.signum() == 0 && (operator.equals("/") || operator.equals("//") || operator.equals("%"))) {
            throw new JinjaException("a division by 0");
        }
        boolean whole = !(left instanceof Double) && !(right instanceof Double) && !operator.equals("/");
        BigDecimal result = switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "/" -> a.divide(b, MathContext.DECIMAL64);
            case "//" -> floor(a, b);
            case "%" -> a.subtract(floor(a, b).multiply(b));
            default -> power(a, b);
        };
        if (!whole) {
            return result.doubleValue();
        }
        try {
            return result.longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new JinjaException("a number grows too large");
        }
    }

    private static BigDecimal floor(BigDecimal a, BigDecimal b) {
        return a.divide(b, MathContext.DECIMAL64).setScale(0, java.math.RoundingMode.FLOOR);
    }

    private static BigDecimal power(BigDecimal a, BigDecimal b) {
        int exponent = b.intValue();
        if (b.compareTo(BigDecimal.valueOf(exponent)) != 0 || exponent < 0 || exponent > 64) {
            throw new JinjaException("a power's exponent must be a whole number from 0 to 64");
        }
        return a.pow(exponent, MathContext.DECIMAL64);
    }
}
