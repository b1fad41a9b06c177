package io.compuerta.gateway.embed;

import io.compuerta.engine.Embedding;
import io.compuerta.gateway.limit.Reservation.Standing;
import io.compuerta.gateway.pipeline.Origin;
import io.compuerta.policy.money.Cost;
import java.util.List;

/**
 * The vectors of one call.
 *
 * @param embeddings one a text, in the order of the request
 * @param standing   how far the user is from the closest request limit
 */
public record EmbeddingAnswer(Origin origin, List<Embedding> embeddings, Standing standing, Cost cost) {

    /** Tokens that the model read. */
    public int tokens() {
        return embeddings.stream().mapToInt(Embedding::tokens).sum();
    }

    /** How many texts were longer than the model reads. */
    public long truncated() {
        return embeddings.stream().filter(Embedding::truncated).count();
    }
}
