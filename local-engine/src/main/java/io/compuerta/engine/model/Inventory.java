package io.compuerta.engine.model;

import java.util.List;

/**
 * What is in the store.
 *
 * @param models   usable ones, by name
 * @param problems one line for each file that cannot be used
 */
public record Inventory(List<StoredModel> models, List<String> problems) {
    public Inventory {
        models = List.copyOf(models);
        problems = List.copyOf(problems);
    }
}
