package io.compuerta.policy.yaml;

import java.util.Map;
import java.util.Optional;

/** Where {@code ${NAME}} in a configuration value comes from: the process's variables, or a map in tests. */
@FunctionalInterface
public interface Environment {

    /** The value; empty when the variable is not set. */
    Optional<String> find(String name);

    static Environment of(Map<String, String> values) {
        Map<String, String> copy = Map.copyOf(values);
        return name -> Optional.ofNullable(copy.get(name));
    }
}
