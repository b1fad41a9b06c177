package io.compuerta.engine.llama;

import io.compuerta.engine.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely the tokens of one place were to the model itself: the logarithm of the softmax over the whole vocabulary,
 * before logit bias, penalties, grammar, filters and temperature. OpenAI's API answers the same way: a bias changes
 * what is said, not the log-probabilities told.
 */
final class TokenLikelihood {

    private final float[] logits;
    private final List<TokenLogprob> alternatives = new ArrayList<>();
    private final double normalizer;

    /** @param logits of all tokens, kept */
    TokenLikelihood(float[] logits, int alternatives, LlamaModel model) {
        this.logits = logits;
        Ranking ranking = new Ranking(logits, null);
        ranking.fill(Math.max(1, alternatives));
        float best = ranking.size() == 0 ? 0 : ranking.score(0);
        normalizer = best + Math.log(Softmax.mass(logits, best, 1));
        for (int rank = 0; rank < Math.min(alternatives, ranking.size()); rank++) {
            int token = ranking.token(rank);
            this.alternatives.add(new TokenLogprob(model.name(token), logprob(token), List.of()));
        }
    }

    /** @param bytes that the token added to the text */
    TokenLogprob of(int token, byte[] bytes) {
        return new TokenLogprob(bytes, logprob(token), alternatives);
    }

    private double logprob(int token) {
        return logits[token] - normalizer;
    }
}
