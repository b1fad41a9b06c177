package io.compuerta.gateway.edge;

import java.util.List;
import java.util.function.Supplier;

/** The model ids that callers may name, as they are now. */
public final class ModelCatalogue {

    private final Supplier<List<Entry>> entries;

    public ModelCatalogue(Supplier<List<Entry>> entries) {
        this.entries = entries;
    }

    /**
     * @param ownedBy       the provider, or {@code compuerta} for the gateway's own ids
     * @param contextTokens that prompt and answer may take together; 0 if that is not known here
     */
    public record Entry(String id, String ownedBy, int contextTokens) {

        /** Of which nothing more is known. */
        public Entry(String id, String ownedBy) {
            this(id, ownedBy, 0);
        }
    }

    /** In the order to be listed. */
    public List<Entry> entries() {
        return entries.get();
    }
}
