package io.compuerta.engine.llama;

import io.compuerta.engine.EngineException;
import io.compuerta.engine.Sampling;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws the tokens of one answer: logit bias and penalties, then the grammar, then {@link TokenChoice}. Drawing is Java's,
 * not llama.cpp's: one pass over the logits takes less time than copying them into the library's structures, and one
 * random number a token, used up whatever the grammar refuses, is what makes the text of a seed depend on nothing else.
 * Outlives a change of slot. Owned by the engine's thread.
 */
final class TokenSampler implements AutoCloseable {

    private final LlamaModel model;
    private final Sampling sampling;
    private final Penalties penalties;
    private final @Nullable AnswerGrammar grammar;
    private final SplittableRandom random;

    /**
     * @param grammar that the answer has to follow; closed with this
     * @throws EngineException.Unsupported if the bias names a token that the model has not
     */
    TokenSampler(LlamaModel model, Sampling sampling, @Nullable AnswerGrammar grammar) {
        this.model = model;
        this.sampling = sampling;
        this.grammar = grammar;
        this.penalties = new Penalties(sampling, model.vocabSize());
        this.random = new SplittableRandom(sampling.seed());
    }

    /**
     * Draws and remembers a token.
     *
     * @param scores the logits; overwritten
     * @throws EngineException.Unsupported if the grammar can be neither continued nor ended
     */
    int draw(float[] scores) {
        penalties.apply(scores);
        double pick = random.nextDouble();
        AnswerGrammar rules = grammar;
        int token = TokenChoice.choose(sampling, scores, rules != null && rules.holds() ? rules : null, pick);
        while (rules != null && token != TokenChoice.NONE && !rules.admits(token)) {
            // It would begin what the rules govern, and break them with the same token.
            scores[token] = Float.NEGATIVE_INFINITY;
            token = TokenChoice.choose(sampling, scores, rules.holds() ? rules : null, pick);
        }
        if (token == TokenChoice.NONE) {
            throw rules != null && rules.holds()
                    ? new EngineException.Unsupported(
                            "response_format", "the grammar leads to a place where no token of this model may follow")
                    : new EngineException.Unavailable("the model gave no usable scores");
        }
        if (!model.endsGeneration(token)) {
            penalties.count(token);
            if (rules != null) {
                rules.accept(token);
            }
        }
        return token;
    }

    @Override
    public void close() {
        if (grammar != null) {
            grammar.close();
        }
    }
}
