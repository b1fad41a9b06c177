package io.compuerta.gateway.embed;

import io.compuerta.engine.djl.EmbedderSettings;
import io.compuerta.engine.local.GgufEmbedderSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Embeddings, made inside the process.
 *
 * @param model     a GGUF file that makes embeddings, or the name of one in {@code models/} of the data directory: offered
 *                  beside the model in the jar, by its own name
 * @param maxTokens that such a model reads of a text; never more than it was trained for
 * @param threads   cores that each model may take; without it 2, or 1 on a machine of two cores
 * @param queue     calls that may be under way at the same time; more are refused as overload
 * @param deadline  for all texts of one call
 * @param maxInputs most texts in one call; more are answered with 400
 */
@ConfigurationProperties("compuerta.embeddings")
public record EmbeddingSettings(
        @Nullable Path model,

        @DefaultValue("" + GgufEmbedderSettings.DEFAULT_MAX_TOKENS)
        int maxTokens,

        @Nullable Integer threads,
        @DefaultValue("64") int queue,
        @DefaultValue("120s") Duration deadline,
        @DefaultValue("2048") int maxInputs) {

    public EmbeddingSettings {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("compuerta.embeddings.deadline must be positive, not " + deadline);
        }
        if (maxInputs < 1) {
            throw new IllegalArgumentException("compuerta.embeddings.max-inputs must be at least 1, not " + maxInputs);
        }
    }

    /** In the embedder's own terms. @throws IllegalArgumentException naming a value out of range */
    EmbedderSettings inside(Path dataDirectory) {
        return new EmbedderSettings(dataDirectory.resolve("natives").resolve("djl"), cores(), queue);
    }

    /** The same for a model in a file. */
    GgufEmbedderSettings gguf(Path file, Path dataDirectory, @Nullable Path nativeDirectory) {
        return new GgufEmbedderSettings(dataDirectory, file, nativeDirectory, maxTokens, cores(), queue);
    }

    private int cores() {
        return Optional.ofNullable(threads).orElseGet(EmbedderSettings::defaultThreads);
    }
}
