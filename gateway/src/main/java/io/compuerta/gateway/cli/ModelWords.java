package io.compuerta.gateway.cli;

import io.compuerta.engine.model.StoredModel;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** How models are told of, to people and to programs. */
final class ModelWords {

    private ModelWords() {}

    /** {@code 639 MB} or {@code 1.8 GB}. */
    static String size(long bytes) {
        return bytes < 1_000_000_000L
                ? String.format(Locale.ROOT, "%d MB", Math.round(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** {@code 135 M} or {@code 1.7 B}. */
    static String count(long number) {
        return number < 1_000_000_000L
                ? String.format(Locale.ROOT, "%.0f M", number / 1e6)
                : String.format(Locale.ROOT, "%.1f B", number / 1e9);
    }

    /** What every command tells programs of a model. */
    static ObjectNode json(StoredModel model, int slots, int contextTokens) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("name", model.name());
        node.put("file", model.file().toString());
        node.put("parts", model.parts().size());
        node.put("bytes", model.bytes());
        node.put("architecture", model.architecture());
        node.put("parameters", model.facts().parameters());
        node.put("quantization", model.facts().quantization());
        node.put("context_tokens", model.facts().contextTokens());
        node.put("licence", model.facts().licence());
        node.put("stand_in", model.standIn());
        node.put("memory_bytes", model.facts().memory().bytes(slots, used(model, contextTokens)));
        return node;
    }

    /** The tokens that a slot really gets. */
    static int used(StoredModel model, int contextTokens) {
        return (int) Math.min(contextTokens, model.facts().contextTokens());
    }

    static String pretty(Object value) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }
}
