package io.compuerta.engine.chat.jinja;

import java.util.List;
import java.util.Map;

/** A function, macro or method as a value. */
@FunctionalInterface
interface Callable {

    Object call(List<Object> positional, Map<String, Object> named);
}
