package io.compuerta.engine.chat.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members, elements and slices of values. */
final class Members {

    private static final Set<String> MAP_METHODS = Set.of("items", "keys", "values", "get");
    private static final Set<String> LIST_METHODS = Set.of("index", "count");

    private Members() {}

    /** {@code value.name}: as in Jinja2, a method hides a key of its name. */
    static Object dotted(Object value, String name, Budget budget) {
        return switch (value) {
            case Map<?, ?> map when MAP_METHODS.contains(name) -> mapMethod(map, name, budget);
            case String text ->
                (Callable) (positional, named) -> StringMethods.call(text, name, new Inputs(positional, named, budget));
            case List<?> list when LIST_METHODS.contains(name) -> listMethod(list, name);
            default -> member(value, name);
        };
    }

    /** {@code value[key]}. */
    static Object member(Object value, Object key) {
        return switch (value) {
            case Map<?, ?> map -> {
                Object found = map.get(key);
                yield found == null ? Absent.UNDEFINED : found;
            }
            case Namespace space -> key instanceof String name ? space.get(name) : Absent.UNDEFINED;
            case List<?> list
            when key instanceof Long || key instanceof Boolean -> {
                long place = Values.number(key).longValue();
                long index = place < 0 ? place + list.size() : place;
                yield index >= 0 && index < list.size() ? list.get((int) index) : Absent.UNDEFINED;
            }
            case String text
            when key instanceof Long place -> {
                int length = text.codePointCount(0, text.length());
                long index = place < 0 ? place + length : place;
                yield index >= 0 && index < length
                        ? Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) index)))
                        : Absent.UNDEFINED;
            }
            case Absent nothing
            when nothing == Absent.UNDEFINED ->
                throw new JinjaException("a member" + (key instanceof String name ? " '" + name + "'" : "")
                        + " of an undefined value was asked for");
            default -> Absent.UNDEFINED;
        };
    }

    private static Callable mapMethod(Map<?, ?> map, String name, Budget budget) {
        return (positional, named) -> {
            budget.take(map.size());
            return switch (name) {
                case "items" -> Values.pairs(map);
                case "keys" -> List.copyOf(map.keySet());
                case "values" -> List.copyOf(map.values());
                default -> {
                    Inputs in = new Inputs(positional, named, budget);
                    Object found = map.get(in.need(0, "key"));
                    yield found == null ? in.get(1, "default", Absent.NONE) : found;
                }
            };
        };
    }

    private static Callable listMethod(List<?> list, String name) {
        return (positional, named) -> {
            if (positional.size() != 1) {
                throw new JinjaException("'" + name + "' needs one argument");
            }
            long count = 0;
            for (int i = 0; i < list.size(); i++) {
                if (Values.equal(list.get(i), positional.getFirst())) {
                    if (name.equals("index")) {
                        return (long) i;
                    }
                    count++;
                }
            }
            if (name.equals("index")) {
                throw new JinjaException("the list has no such element");
            }
            return count;
        };
    }

    /** {@code value[from:to:step]}; absent bounds are {@link Absent#NONE}. */
    static Object slice(Object value, Object from, Object to, Object step, Budget budget) {
        if (value == Absent.UNDEFINED) {
            return List.of();
        }
        List<Object> all = value instanceof String || value instanceof List ? Values.elements(value) : null;
        if (all == null) {
            throw new JinjaException(Values.kind(value) + " cannot be sliced");
        }
        budget.take(all.size());
        int stride = step == Absent.NONE ? 1 : Inputs.integer(step);
        if (stride == 0) {
            throw new JinjaException("a slice needs a step that is not 0");
        }
        int size = all.size();
        int lowest = stride > 0 ? 0 : -1;
        int highest = stride > 0 ? size : size - 1;
        long start = from == Absent.NONE ? (stride > 0 ? 0 : size - 1) : bound(from, size, lowest, highest);
        long end = to == Absent.NONE ? (stride > 0 ? size : -1) : bound(to, size, lowest, highest);
        List<Object> part = new ArrayList<>();
        for (long i = start; stride > 0 ? i < end : i > end; i += stride) {
            part.add(all.get((int) i));
        }
        return value instanceof String ? StringMethods.join("", part, budget) : part;
    }

    private static long bound(Object given, int size, int lowest, int highest) {
        long place = Inputs.integer(given);
        return Math.clamp(place < 0 ? place + size : place, lowest, highest);
    }
}
