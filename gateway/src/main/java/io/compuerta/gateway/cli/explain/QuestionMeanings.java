package io.compuerta.gateway.cli.explain;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.djl.DjlEmbedder;
import io.compuerta.engine.djl.EmbedderSettings;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.Meaning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What questions mean, at leisure: unlike the gateway, which has 50 ms and embeds only what is undecided, an explanation
 * takes the time to judge as well as can be. Thread-safe.
 */
final class QuestionMeanings implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Embedder embedder;

    private QuestionMeanings(Embedder embedder) {
        this.embedder = embedder;
    }

    /**
     * Loads nothing yet.
     *
     * @param threads questions embedded at the same time
     */
    static QuestionMeanings inside(Path dataDirectory, int threads) {
        Path natives = dataDirectory.resolve("natives").resolve("djl");
        return new QuestionMeanings(DjlEmbedder.open(new EmbedderSettings(natives, threads, 4 * threads)));
    }

    /** Empty when the meaning says nothing of this question. @throws EngineException when the model cannot be had */
    Optional<Meaning> of(String question, ComplexityDraft draft) {
        return draft.asksForMeaning()
                ? embedder.embed(List.of(question), PATIENCE)
                        .blockOptional()
                        .map(embeddings -> new Meaning(embeddings.getFirst().vector()))
                : Optional.empty();
    }

    @Override
    public void close() {
        embedder.close();
    }
}
