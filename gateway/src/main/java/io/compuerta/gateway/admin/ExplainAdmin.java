package io.compuerta.gateway.admin;

import io.compuerta.engine.Embedder;
import io.compuerta.gateway.explain.Explainer;
import io.compuerta.gateway.explain.ExplanationJson;
import io.compuerta.gateway.explain.Question;
import io.compuerta.gateway.explain.QuestionReader;
import io.compuerta.gateway.pipeline.DetectorPool;
import io.compuerta.gateway.pipeline.GatewayError;
import io.compuerta.policy.signal.complexity.ComplexityDraft;
import io.compuerta.policy.signal.complexity.Meaning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Explains a question by what is in force in this gateway: its policy, its prices, what can be called now. Nothing is
 * called, counted or kept. Thread-safe.
 */
public final class ExplainAdmin {

    /** An explanation takes the time to judge as well as can be; a request has milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Explainer explainer;
    private final DetectorPool pool;
    private final Optional<Embedder> embedder;
    private final QuestionReader reader;
    private final ExplanationJson writer;

    /** @param embedder empty when this gateway does not ask what questions mean */
    ExplainAdmin(Explainer explainer, DetectorPool pool, Optional<Embedder> embedder, JsonMapper json) {
        this.explainer = explainer;
        this.pool = pool;
        this.embedder = embedder;
        this.reader = new QuestionReader(json, "the request body");
        this.writer = new ExplanationJson(json);
    }

    /** @return the same as a line of {@code explain --input}; {@link GatewayError.BadRequest} for what is no question */
    public Mono<ObjectNode> explain(byte[] body) {
        return Mono.defer(() -> {
            QuestionReader.Line line = read(body);
            Question question = line.question();
            return pool.run(question.conversation().length(), () -> explainer.read(question))
                    .onErrorMap(
                            TimeoutException.class,
                            e -> new GatewayError.Unavailable("The detectors are busy; try again."))
                    .flatMap(reading -> meaning(
                                    question.conversation().question(),
                                    reading.draft().complexity())
                            .map(Optional::of)
                            .defaultIfEmpty(Optional.empty())
                            .map(meaning ->
                                    writer.write(line.id(), question, explainer.explain(question, reading, meaning))));
        });
    }

    private QuestionReader.Line read(byte[] body) {
        try {
            return reader.read(body);
        } catch (QuestionReader.Malformed e) {
            throw new GatewayError.BadRequest(String.valueOf(e.getMessage()), "invalid_value");
        }
    }

    /** Empty when it is not to be had, as in the pipeline: the surface then decides. */
    private Mono<Meaning> meaning(String question, ComplexityDraft draft) {
        if (embedder.isEmpty() || !draft.asksForMeaning()) {
            return Mono.empty();
        }
        return embedder.get()
                .embed(List.of(question), PATIENCE)
                .map(embeddings -> new Meaning(embeddings.getFirst().vector()))
                .onErrorComplete();
    }
}
