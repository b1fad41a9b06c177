package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EmbeddingModel;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.pipeline.Origin.CacheStatus;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The embedders of this machine as something that answers calls. Thread-safe. */
public final class LocalEmbeddings {

    private static final String RULE = "embeddings";
    private static final int LONGEST_SHOWN = 100;
    private static final Set<String> OF_THE_FIRST = Set.of("auto", "local");

    private final Embedder first;
    private final Map<ModelId, Embedder> embedders = new LinkedHashMap<>();
    private final Duration deadline;

    /**
     * @param embedders at least one; the first answers who names none
     * @throws IllegalArgumentException when two have the same name
     */
    public LocalEmbeddings(List<Embedder> embedders, Duration deadline) {
        this.first = embedders.getFirst();
        this.deadline = deadline;
        for (Embedder embedder : embedders) {
            if (this.embedders.put(id(embedder), embedder) != null) {
                throw new IllegalArgumentException(
                        "two embedding models are called " + id(embedder) + "; rename the file of one");
            }
        }
    }

    /**
     * As {@code /v1/models} lists them. A model that was not needed yet counts as there; one that turned out to be
     * unusable does not.
     */
    public List<ModelId> available() {
        return embedders.entrySet().stream()
                .filter(entry -> !(entry.getValue().health() instanceof EngineHealth.Unavailable))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static ModelId id(Embedder embedder) {
        return ModelId.local(embedder.model().name());
    }

    private Optional<Embedder> named(String asked) {
        if (OF_THE_FIRST.contains(asked)) {
            return Optional.of(first);
        }
        return ModelId.find(asked).map(embedders::get);
    }

    /** That the model asked for reads of a text; the first one's for a model that nobody knows. */
    int maxTokens(String asked) {
        return named(asked).orElse(first).model().maxTokens();
    }

    Origin origin(String asked) {
        ModelId id = id(named(asked).orElse(first));
        String target = asked.equals("auto") ? RULE : "asked";
        return new Origin(new Route.Local(target, id), id, RULE, CacheStatus.BYPASS, 0, Origin.NO_POLICY);
    }

    /** @return one embedding a text; a {@link GatewayError} when the model is not known or cannot serve this, or now */
    Mono<List<Embedding>> embed(EmbeddingRequest request) {
        Optional<Embedder> asked = named(request.model());
        if (asked.isEmpty()) {
            return Mono.error(new GatewayError.UnknownModel(shown(request.model())));
        }
        EmbeddingModel model = asked.get().model();
        int dimensions = request.dimensions().orElse(model.dimension());
        if (dimensions > model.dimension() || dimensions < model.shortestDimension()) {
            return Mono.error(wrongDimensions(model));
        }
        return asked.get()
                .embed(request.input(), deadline)
                .map(vectors -> vectors.stream()
                        .map(vector -> vector.shortened(dimensions))
                        .toList())
                .onErrorMap(EngineException.class, LocalEmbeddings::asGatewayError)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new GatewayError.Unavailable("The texts were not embedded within " + deadline.toSeconds()
                                + " s (compuerta.embeddings.deadline); send fewer at once."));
    }

    /** A model that was not trained to have its vectors cut would only give worse ones. */
    private static GatewayError wrongDimensions(EmbeddingModel model) {
        boolean fixed = model.shortestDimension() == model.dimension();
        return new GatewayError.BadRequest(
                "Invalid 'dimensions': this model's vectors have " + model.dimension() + " dimensions and "
                        + (fixed
                                ? "cannot be shortened."
                                : "can be shortened to " + model.shortestDimension() + " at the least."),
                "invalid_value",
                "dimensions");
    }

    private static GatewayError asGatewayError(EngineException cause) {
        return cause instanceof EngineException.Overloaded busy
                ? new GatewayError.Unavailable("Too many calls wait for the embedding model.", busy.retryAfter())
                : new GatewayError.Unavailable("The embedding model is unavailable.");
    }

    private static String shown(String model) {
        String clean = model.replaceAll("[^\\x21-\\x7e]", "?");
        return clean.length() > LONGEST_SHOWN ? clean.substring(0, LONGEST_SHOWN) + "..." : clean;
    }
}
