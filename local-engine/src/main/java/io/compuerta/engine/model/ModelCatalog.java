package io.compuerta.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Qwen models that are known by name, so that one can be chosen before it is fetched. The facts stand in
 * {@code catalogue.json} with a note of where each comes from.
 *
 * @param models in no particular order
 */
public record ModelCatalog(List<Entry> models) {

    private static final class BuiltIn {
        private static final ModelCatalog CATALOG = read();

        private static ModelCatalog read() {
            try (InputStream in = ModelCatalog.class.getResourceAsStream("catalogue.json")) {
                if (in == null) {
                    throw new IllegalStateException("catalogue.json is missing from the jar");
                }
                return JsonMapper.shared().readValue(in, ModelCatalog.class);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    public ModelCatalog {
        models = List.copyOf(models);
    }

    /**
     * A model.
     *
     * @param name              such as {@code Qwen3-0.6B-Q8_0}; also the name in the store, for models in one file
     * @param repository        on Hugging Face
     * @param revision          branch, tag or commit
     * @param file              in the repository; the first of a split model's
     * @param architecture      such as {@code qwen3}
     * @param parameters        rounded
     * @param quantization      such as {@code Q8_0}
     * @param bytes             of the file or files
     * @param contextTokens     that it was trained for
     * @param attentionLayers   layers with an attention cache
     * @param keyHeads          of each
     * @param headWidth         of a key; a value has the same
     * @param stateBytesPerSlot of linear attention layers
     * @param licence           of the weights
     * @param rank              how good its answers are compared with the others', higher is better
     * @param auto              whether it may be chosen automatically
     * @param verified          whether these facts were checked against the file itself
     * @param note              where the facts come from
     */
    public record Entry(
            String name,
            String repository,
            String revision,
            String file,
            String architecture,
            long parameters,
            String quantization,
            long bytes,
            long contextTokens,
            int attentionLayers,
            int keyHeads,
            int headWidth,
            long stateBytesPerSlot,
            String licence,
            int rank,
            boolean auto,
            boolean verified,
            String note) {

        /** Where to fetch it. */
        public ModelSource source() {
            return new ModelSource(repository, revision, file, null);
        }

        public MemoryNeed memory() {
            return new MemoryNeed(
                    bytes, MemoryNeed.cachePerToken(attentionLayers, keyHeads, 2L * headWidth), stateBytesPerSlot);
        }
    }

    public static ModelCatalog builtIn() {
        return BuiltIn.CATALOG;
    }

    /** By name, whatever the case. */
    public Optional<Entry> find(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return models.stream()
                .filter(model -> model.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    public List<String> names() {
        return models.stream().map(Entry::name).sorted().toList();
    }
}
