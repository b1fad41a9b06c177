package io.compuerta.gateway.edge;

import java.util.List;
import java.util.function.Supplier;

/** The model ids that callers may name, as they are now. */
public final class ModelCatalogue {

    private final Supplier<List<Entry>> entries;

    public ModelCatalogue(Supplier<List<Entry>> entries) {
        this.entries = entries;
    }

    /** @param ownedBy the provider, or {@code compuerta} for the gateway's own ids */
    public record Entry(String id, String ownedBy) {}

    /** In the order to be listed. */
    public List<Entry> entries() {
        return entries.get();
    }
}
