package io.compuerta.engine.chat.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What every template can call. */
final class Functions {

    private Functions() {}

    static Map<String, Object> all(Budget budget) {
        return Map.of(
                "range", (Callable) (positional, named) -> range(positional, budget),
                "namespace", (Callable) Functions::namespace,
                "dict", (Callable) (positional, named) -> new LinkedHashMap<Object, Object>(named),
                "raise_exception",
                        (Callable) (positional, named) -> {
                            String message = positional.isEmpty() ? "" : Values.text(positional.getFirst(), budget);
                            throw new JinjaException("the chat template refuses this chat: " + shortened(message));
                        });
    }

    private static String shortened(String message) {
        return message.length() <= 200 ? message : message.substring(0, 200);
    }

    private static Object namespace(List<Object> positional, Map<String, Object> named) {
        Namespace space = new Namespace();
        for (Object given : positional) {
            Values.pairs(given).forEach(pair -> {
                List<Object> both = Values.elements(pair);
                space.set(String.valueOf(both.getFirst()), both.getLast());
            });
        }
        named.forEach(space::set);
        return space;
    }

    private static List<Object> range(List<Object> positional, Budget budget) {
        if (positional.isEmpty() || positional.size() > 3) {
            throw new JinjaException("'range' takes one to three numbers");
        }
        long from = positional.size() == 1 ? 0 : Inputs.integer(positional.getFirst());
        long to = Inputs.integer(positional.get(positional.size() == 1 ? 0 : 1));
        long step = positional.size() == 3 ? Inputs.integer(positional.get(2)) : 1;
        if (step == 0) {
            throw new JinjaException("'range' needs a step that is not 0");
        }
        long count = Math.max(0, Math.ceilDiv(to - from, step));
        budget.take(count);
        return List.copyOf(
                LongStream.range(0, count).mapToObj(i -> from + i * step).toList());
    }
}
