package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedder;
import io.compuerta.engine.Embedding;
import io.compuerta.engine.EngineException;
import io.compuerta.engine.EngineHealth;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.gateway.pipeline.Origin.CacheStatus;
import io.compuerta.policy.decide.ModelId;
import io.compuerta.policy.decide.Route;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The embedder of this machine as something that answers calls. Thread-safe. */
public final class LocalEmbeddings {

    private static final String RULE = "embeddings";
    private static final int LONGEST_SHOWN = 100;

    private final Embedder embedder;
    private final Duration deadline;
    private final Set<String> names;

    public LocalEmbeddings(Embedder embedder, Duration deadline) {
        this.embedder = embedder;
        this.deadline = deadline;
        this.names = Set.of("auto", "local", id().toString());
    }

    /** As {@code /v1/models} lists it. */
    public ModelId id() {
        return ModelId.local(embedder.model().name());
    }

    /** False once the model turned out to be unusable; a model that was not needed yet counts as there. */
    public boolean isAvailable() {
        return !(embedder.health() instanceof EngineHealth.Unavailable);
    }

    int dimension() {
        return embedder.model().dimension();
    }

    int maxTokens() {
        return embedder.model().maxTokens();
    }

    Origin origin(String asked) {
        String target = asked.equals("auto") ? RULE : "asked";
        return new Origin(new Route.Local(target, id()), id(), RULE, CacheStatus.BYPASS, 0);
    }

    /** @return one embedding a text; a {@link GatewayError} when the model is not known or cannot serve now */
    Mono<List<Embedding>> embed(EmbeddingRequest request) {
        if (!names.contains(request.model())) {
            return Mono.error(new GatewayError.UnknownModel(shown(request.model())));
        }
        return embedder.embed(request.input(), deadline)
                .onErrorMap(EngineException.class, LocalEmbeddings::asGatewayError)
                .onErrorMap(
                        TimeoutException.class,
                        e -> new GatewayError.Unavailable("The texts were not embedded within " + deadline.toSeconds()
                                + " s (compuerta.embeddings.deadline); send fewer at once."));
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
