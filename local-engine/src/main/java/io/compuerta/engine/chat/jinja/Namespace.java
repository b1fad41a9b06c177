package io.compuerta.engine.chat.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code namespace()} makes: the only value that a template can change. */
final class Namespace {

    private final Map<String, Object> members = new LinkedHashMap<>();

    Object get(String name) {
        return members.getOrDefault(name, Absent.UNDEFINED);
    }

    void set(String name, Object value) {
        members.put(name, value);
    }
}
